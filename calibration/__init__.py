"""How often intervals hold the truth and tests cry wolf, on simulated counts with known truth. `make calibrate`."""
