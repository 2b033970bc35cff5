from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RecordsConfig(AppConfig):
    name = "jinan.kernel.records"
    label = "records"

    def ready(self) -> None:
        autodiscover_modules("room", "handing")
        from jinan.kernel.records.parts import check_parts
        from jinan.kernel.records.types import record_types

        check_parts(record_types())
