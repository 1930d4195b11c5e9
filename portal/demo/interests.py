"""What people in the sample areas like to do, by the categories that demand is counted by."""

from portal.models import InterestCategory

INTERESTS: dict[InterestCategory, tuple[str, ...]] = {
    InterestCategory.COOKING: ("Cooking", "Baking", "Eating out"),
    InterestCategory.CRAFTS: ("Beads and jewellery", "Knitting and sewing", "Woodwork"),
    InterestCategory.FITNESS: ("Going to the gym", "Walking", "Yoga"),
    InterestCategory.SWIMMING: ("Swimming", "Water aerobics"),
    InterestCategory.GARDENING: ("Gardening", "Growing vegetables", "Birds and wildlife"),
    InterestCategory.MUSIC: ("Singing", "Playing music", "Dancing"),
    InterestCategory.OUTINGS: ("Days out", "Seaside trips", "Holidays"),
    InterestCategory.COMPUTERS: ("Using a computer", "Phones and tablets", "Video calls"),
    InterestCategory.GAMES: ("Board games", "Bowling", "Football", "Video games"),
    InterestCategory.ARTS: ("Painting and drawing", "Going to films", "Theatre", "Photography"),
    InterestCategory.LEARNING: ("Reading and writing", "Languages", "Getting ready for work"),
    InterestCategory.COMPANY: ("Meeting people", "Support from people like me", "Help at home"),
}
