"""The methods of `samsyn analyse`, one file each."""
