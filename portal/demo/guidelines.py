"""The conduct guidelines of the sample areas: one rule on each line, the same rules in both ways of reading."""

TEXT = """\
Be kind. Say things the way you would like to hear them.
Everybody is welcome, whatever their age, faith, colour, body, mind, or whom they love.
Let everybody have their turn. Quiet people have good ideas too.
You may say what you think of a service or of the council. Say what happened, and be fair.
What is said in a closed group stays in that group.
Keep your address, your telephone number and your bank details to yourself.
Meet new people in a public place first, and tell somebody where you are.
Nobody may ask you for money outside a pool. If somebody does, tell us.
You can change your mind. You can leave a group or a pool at any time.
If something worries you, tell a champion. If somebody is in danger, ring 999.
"""

EASY_TEXT = """\
Be kind.
Everybody is welcome.
Let everybody have a turn.
You can say what you think. Be fair.
Keep the secrets of a closed group.
Do not tell your address, telephone number or bank details.
Meet new people in a public place. Tell somebody where you are.
Does somebody ask you for money? Tell us.
You can change your mind. You can leave.
Are you worried? Tell a champion. In danger, ring 999.
"""
