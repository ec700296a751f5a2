from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "vikno.enquiries"

    def ready(self) -> None:
        # A term that cannot be read stops the start, not the first person who writes.
        from vikno.enquiries.terms import load_enquiry_terms

        load_enquiry_terms()
