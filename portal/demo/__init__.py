"""
The sample areas: invented places' people in real places, so that a newcomer meets a portal that is lived in.

`places`, `interests`, `guidelines` and `people` say what is in them; `loading.load_ground` puts it there;
`accounts` gives the passwords and tokens of the people whom a visitor can be.
"""
