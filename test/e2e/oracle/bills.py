# What the official SPDX tools and the CycloneDX project's library say of documents: one complaint a line.
import sys

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from spdx_tools.spdx.parser.error import SPDXParsingError
from spdx_tools.spdx.parser.parse_anything import parse_file
from spdx_tools.spdx.validation.document_validator import validate_full_spdx_document


def spdx(file):
    try:
        document = parse_file(file)
    except SPDXParsingError as error:
        return error.messages
    return [f"{found.context.spdx_id}: {found.validation_message}" for found in validate_full_spdx_document(document, "SPDX-2.3")]


def cyclonedx(file):
    with open(file, encoding="utf-8") as text:
        found = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text.read())
    return [] if found is None else [str(found)]


judge = {"spdx": spdx, "cyclonedx": cyclonedx}[sys.argv[1]]
for complaint in judge(sys.argv[2]):
    print(" ".join(str(complaint).split()))
