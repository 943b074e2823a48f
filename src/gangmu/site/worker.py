"""The worker of background jobs: `python -m gangmu.site.worker`, started by `gangmu serve` and ended with it."""

from gangmu.site.parent import end_with_parent
from gangmu.site.start import django_ready


def main() -> None:
    end_with_parent()
    django_ready()
    from django.core.management import call_command

    call_command("procrastinate", "worker", concurrency=1)


if __name__ == "__main__":
    main()
