"""What every record needs."""
