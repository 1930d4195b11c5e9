"""The sample areas and their districts."""

from dataclasses import dataclass

from portal.models.area import Accent


@dataclass(frozen=True, kw_only=True)
class SampleArea:
    """One area of the demo. Its host organisation is invented; the telephone numbers are kept free for stories."""

    slug: str
    name: str
    tagline: str
    accent: Accent
    host_name: str
    phone: str
    safeguarding_phone: str
    districts: tuple[str, ...]

    @property
    def email(self) -> str:
        return f"hello@{self.slug}.example.org"


SAMPLE_AREAS = (
    SampleArea(
        slug="oxfordshire",
        name="Oxfordshire",
        tagline="Cook, walk, learn and go out, together with people near you.",
        accent=Accent.TEAL,
        host_name="Our Own Way Oxfordshire",
        phone="0808 157 0101",
        safeguarding_phone="0808 157 0201",
        districts=("Abingdon", "Banbury", "Bicester", "Oxford", "Witney"),
    ),
    SampleArea(
        slug="kensington-chelsea",
        name="Kensington & Chelsea",
        tagline="More days out, and more of the city, for everybody.",
        accent=Accent.PLUM,
        host_name="Royal Borough Together",
        phone="0808 157 0102",
        safeguarding_phone="0808 157 0202",
        districts=("Chelsea", "Earl’s Court", "North Kensington", "Notting Hill", "South Kensington"),
    ),
    SampleArea(
        slug="knowsley",
        name="Knowsley",
        tagline="What one of us cannot buy, three of us can.",
        accent=Accent.BRICK,
        host_name="Knowsley Speaks Up",
        phone="0808 157 0103",
        safeguarding_phone="0808 157 0203",
        districts=("Halewood", "Huyton", "Kirkby", "Prescot", "Whiston"),
    ),
    SampleArea(
        slug="norfolk",
        name="Norfolk",
        tagline="From the Broads to the Wash: find company, and do things.",
        accent=Accent.SEA,
        host_name="Norfolk Side by Side",
        phone="0808 157 0104",
        safeguarding_phone="0808 157 0204",
        districts=("Dereham", "Great Yarmouth", "King’s Lynn", "Norwich", "Thetford"),
    ),
)
