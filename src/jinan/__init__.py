"""Jin'an 金安: the working system of China's work-safety supervision."""
