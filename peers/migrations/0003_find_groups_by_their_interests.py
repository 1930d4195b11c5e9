import django.contrib.postgres.indexes
import django.db.models.functions.text
from django.contrib.postgres.search import CombinedSearchVector, SearchConfig, SearchVector, SearchVectorField
from django.db import migrations, models


class Migration(migrations.Migration):
    """A generated column cannot be altered, so both are taken away and added again, with their indexes."""

    dependencies = [("peers", "0002_one_group_for_each_name")]

    operations = [
        migrations.RemoveIndex(model_name="group", name="peers_group_search_vector"),
        migrations.RemoveIndex(model_name="group", name="peers_group_search_trigrams"),
        migrations.RemoveField(model_name="group", name="search_vector"),
        migrations.RemoveField(model_name="group", name="search_words"),
        migrations.AddField(
            model_name="group", name="interest_words", field=models.TextField(blank=True, default="", editable=False)
        ),
        migrations.AddField(
            model_name="group",
            name="search_words",
            field=models.GeneratedField(
                db_persist=True,
                expression=django.db.models.functions.text.Concat(
                    "name",
                    models.Value(" "),
                    "interest_words",
                    models.Value(" "),
                    "purpose",
                    output_field=models.TextField(),
                ),
                output_field=models.TextField(),
            ),
        ),
        migrations.AddField(
            model_name="group",
            name="search_vector",
            field=models.GeneratedField(
                db_persist=True,
                expression=CombinedSearchVector(
                    CombinedSearchVector(
                        SearchVector("name", config="english", weight="A"),
                        "||",
                        SearchVector("interest_words", config="english", weight="B"),
                        SearchConfig("english"),
                    ),
                    "||",
                    SearchVector("purpose", config="english", weight="C"),
                    SearchConfig("english"),
                ),
                output_field=SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="group",
            index=django.contrib.postgres.indexes.GinIndex(fields=["search_vector"], name="peers_group_search_vector"),
        ),
        migrations.AddIndex(
            model_name="group",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass("search_words", name="gin_trgm_ops"),
                name="peers_group_search_trigrams",
            ),
        ),
    ]
