"""The manifest: valid by the schemas that lie in the package, naming every file and no other."""

from __future__ import annotations

from pathlib import Path

import pytest
import xmlschema

from lms.doors.scorm.choice import Standard
from lms.doors.scorm.manifest import NAME, About, manifest, schemas
from tests.doors.scorm.conftest import Maker

ROOTS = {
    Standard.SCORM_12: ["imscp_rootv1p1p2.xsd", "adlcp_rootv1p2.xsd"],
    Standard.SCORM_2004: ["imscp_v1p1.xsd", "adlcp_v1p3.xsd", "adlseq_v1p3.xsd", "adlnav_v1p3.xsd", "imsss_v1p0.xsd"],
}
ABOUT = About("019ab5e2", "2.1", "What is a customer worth? <Æ & ø>")


def schema(standard: Standard, folder: Path) -> xmlschema.XMLSchema:
    for name, content in schemas(standard).items():
        (folder / name).write_bytes(content)
    first, *others = ROOTS[standard]
    made = xmlschema.XMLSchema(str(folder / first), allow="local")
    for name in others:
        made.add_schema(str(folder / name), build=True)
    return made


@pytest.mark.parametrize("standard", list(Standard))
def test_it_is_valid_by_the_schemas_in_the_package(standard: Standard, tmp_path: Path) -> None:
    written = manifest(standard, ABOUT, ["index.html", "js/package.js"])
    assert not list(schema(standard, tmp_path).iter_errors(written.decode()))


@pytest.mark.parametrize("standard", list(Standard))
@pytest.mark.parametrize("missing", ['identifier="module"', 'type="webcontent"', "<organizations"])
def test_a_broken_one_is_not(standard: Standard, missing: str, tmp_path: Path) -> None:
    written = manifest(standard, ABOUT, ["index.html"]).decode()
    broken = written.replace(missing, "<others" if missing.startswith("<") else "")
    broken = broken.replace("</organizations>", "</others>") if missing.startswith("<") else broken
    assert broken != written
    assert list(schema(standard, tmp_path).iter_errors(broken))


@pytest.mark.parametrize("standard", list(Standard))
def test_every_file_of_the_package_is_in_it_and_every_schema_it_names_is_there(standard: Standard, make: Maker) -> None:
    package = make(standard, "en")
    written = package[NAME].decode()
    for path in set(package) - set(schemas(standard)) - {NAME}:
        assert f'<file href="{path}"' in written
    assert written.count("<file ") == len(package) - len(schemas(standard)) - 1
    named = written.partition('schemaLocation="')[2].partition('"')[0].split()[1::2]
    assert named
    assert set(named) <= set(package)


def test_the_two_standards_say_which_they_are() -> None:
    old = manifest(Standard.SCORM_12, ABOUT, ["index.html"]).decode()
    new = manifest(Standard.SCORM_2004, ABOUT, ["index.html"]).decode()
    assert "<schemaversion>1.2</schemaversion>" in old
    assert 'adlcp:scormtype="sco"' in old
    assert "<schemaversion>2004 4th Edition</schemaversion>" in new
    assert 'adlcp:scormType="sco"' in new
    assert "completionSetByContent" in new
    assert "masteryscore" not in old, "the package itself says what is passed, not its score alone"
