from django.db import models
from uuid6 import uuid7


class Occurrence(models.Model):
    """An event as it was stored with the change that caused it; the mark proves who wrote it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100)
    payload = models.JSONField()
    mark = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)


class Delivery(models.Model):
    """An event that a listener has dealt with; in the same transaction as what the listener did."""

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="deliveries")
    listener = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "listener"], name="delivered_once")
        ]
