# R's survey package: 20 questions by area, with the errors of the design. Answers as bench/worker.py does.
folder <- commandArgs(TRUE)[1]
suppressMessages(library(survey))
answers <- read.csv(file.path(folder, "answers.csv"))
questions <- reformulate(paste0("q", 0:19))
lines <- file("stdin")
open(lines)
cat('{"ready": true}\n')
told <- FALSE
numbers <- function(table) {  # area by area
  paste0("[", paste(formatC(as.vector(t(table)), digits = 17, format = "g"), collapse = ", "), "]")
}
while (length(line <- readLines(lines, n = 1)) && line == "go") {
  start <- proc.time()[["elapsed"]]
  design <- svydesign(~1, weights = ~weight, strata = ~area, data = answers)
  found <- svyby(questions, ~area, design, svymean)
  seconds <- proc.time()[["elapsed"]] - start
  check <- ""
  if (!told) {
    check <- sprintf(', "check": {"share": %s, "se": %s}',
                     numbers(as.matrix(found[paste0("q", 0:19)])), numbers(as.matrix(SE(found))))
    told <- TRUE
  }
  cat(sprintf('{"seconds": %.3f, "peak_mib": 0%s}\n', seconds, check))
}
