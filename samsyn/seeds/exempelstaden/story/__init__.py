"""The story of Exempelstaden Norr in three chapters. All of it is Exempeldata.

The first two have fixed days, for they are about the lighting by the old bridge, whose effect is planted in the incidents of
2024. The third is told relative to the day, so that the second round is always half way.
"""
