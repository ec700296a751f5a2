from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "vikno.enquiries"

    def ready(self) -> None:
        # A wrong ENQUIRY_TERMS stops the start, rather than the first enquiry.
        from vikno.enquiries.terms import load_enquiry_terms

        load_enquiry_terms()
