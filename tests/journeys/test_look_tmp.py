from django.utils import timezone
from django.urls import reverse
from pathlib import Path
from moderation import demo as md
from peers import demo as pd
from peers.models import *
from moderation.models import *
from portal.areas.context import area_context
from portal.demo.loading import load_area, load_ground
from portal.demo.places import SAMPLE_AREAS
from portal.models import Profile, Area
from tests.journeys.visitor import PASSWORD

OUT = Path("/tmp/shots")


def test_look(visitor, committed):
    s = SAMPLE_AREAS[0]
    area = load_area(s)
    now = timezone.now()
    pages = {}
    with area_context(area.id):
        load_ground(sample=s, now=now)
        md.load_demo(area=area, now=now)
        pd.load_demo(area=area, now=now)
        for p in Profile.objects.select_related("user"):
            p.user.set_password(PASSWORD)
            p.user.save()
        cooks = Group.objects.get(name="Banbury cooks")
        spug = Group.objects.get(name__startswith="SPUG")
        item = ReviewItem.objects.open().held().get(author__shown_name="Ciara")
        paper = Paper.objects.filter(group=spug).first()
        news = Announcement.objects.filter(group=spug).first()
        post = Post.objects.filter(group=cooks).first()
        r = lambda n, *a: reverse(n, args=a, urlconf="portal.urls")
        change = None
    plan = {
        "peter": [
            ("groups", "/groups/"),
            ("search", "/groups/?q=coking"),
            ("none", "/groups/?q=zzz"),
            ("cooks", r("peers:group", cooks.pk)),
            ("spug_outside", r("peers:group", spug.pk)),
            ("start", "/groups/start/"),
            ("members", r("peers:members", cooks.pk)),
            ("write", r("peers:write_post", cooks.pk)),
            ("comment", r("peers:write_comment", Post.objects.none() and 0 or post.pk)),
            ("announce", r("peers:announce", cooks.pk)),
            ("invite", r("peers:invite", cooks.pk)),
            ("leave", r("peers:leave_group", cooks.pk)),
            ("edit", r("peers:edit_group", cooks.pk)),
            ("news", r("peers:announcement", news.pk)),
            ("level", "/moderation/level/"),
            ("mentor", "/moderation/mentor/"),
            ("mine", "/moderation/mine/"),
            ("papers_empty", r("peers:papers", cooks.pk)),
        ],
        "irene": [
            ("spug", r("peers:group", spug.pk)),
            ("requests", r("peers:requests", spug.pk)),
            ("papers", r("peers:papers", spug.pk)),
            ("paper", r("peers:paper", paper.pk)),
            ("add_paper", r("peers:add_paper", spug.pk)),
            ("announcements", r("peers:announcements", spug.pk)),
        ],
        "grace": [("queue", "/moderation/queue/"), ("decide", item.get_absolute_url()), ("away", "/moderation/away/")],
        "ciara": [("held", r("peers:group", cooks.pk)), ("ciara_mine", "/moderation/mine/")],
    }
    import sys

    for who, todo in plan.items():
        v = visitor(area)
        v.signs_in(f"{who}@oxfordshire.example.org")
        for name, path in todo:
            for easy in ("", "easy"):
                p = path + (("&" if "?" in path else "?") + "easy=" + ("1" if easy else "0"))
                v.visits(p)
                for width in (1280, 390):
                    v.page.set_viewport_size({"width": width, "height": 900})
                    sw = v.page.evaluate("document.documentElement.scrollWidth")
                    if sw > width:
                        print("OVERFLOW", name, width, sw)
                    v.page.screenshot(path=str(OUT / f"{name}{'_easy' if easy else ''}_{width}.png"), full_page=True)
                v.page.set_viewport_size({"width": 1280, "height": 900})
        print(who, v.faults)
        v.faults.clear()
