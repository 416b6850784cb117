"""All contacts of a PBX as a file that the import takes back unchanged."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from console.directory import importing
from console.directory.files_csv import write_csv
from console.directory.files_vcard import write_vcards
from console.links.permissions import AuthorizedRequest, people_required

FORMS = {
    # With the mark by which office programs know UTF-8.
    "csv": ("text/csv; charset=utf-8", write_csv, "utf-8-sig"),
    "vcf": ("text/vcard; charset=utf-8", write_vcards, "utf-8"),
}


@require_safe
@people_required
def export(request: AuthorizedRequest, pbx: str, form: str) -> HttpResponse:
    if form not in FORMS:
        raise Http404("No such form.")
    kind, write, encoding = FORMS[form]
    text = write(importing.stored_records(request.membership.pbx_id))
    answer = HttpResponse(text.encode(encoding), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="contacts-{pbx}.{form}"'
    return answer
