"""Who signs, which answers are drawn; what is kept beside a seal the database refuses to change."""

from __future__ import annotations

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.locks import lock_rows


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('assessment', '0016_answered_apart'),
        ('organizations', '0019_digest'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ChallengeDraw',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submitted_at', models.DateTimeField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('secret', models.CharField(max_length=64)),
                ('seed', models.CharField(max_length=64)),
                ('drawn_at', models.DateTimeField()),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draws', to='assessment.assessment')),
                ('drawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-drawn_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ChallengedAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('question', models.CharField(max_length=60)),
                ('place', models.PositiveSmallIntegerField()),
                ('value', models.JSONField(null=True)),
                ('stands', models.BooleanField(blank=True, null=True, verbose_name='stands')),
                ('reason', models.TextField(blank=True, max_length=1000, verbose_name='reason')),
                ('checked_at', models.DateTimeField(blank=True, null=True)),
                ('checked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draw', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='signoff.challengedraw')),
            ],
            options={
                'ordering': ['place'],
            },
        ),
        migrations.CreateModel(
            name='KeptChallenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seed', models.CharField(max_length=64)),
                ('drawn', models.PositiveSmallIntegerField()),
                ('stood', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField()),
                ('snapshot', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='challenge', to='assessment.snapshot')),
            ],
        ),
        migrations.CreateModel(
            name='KeptSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField()),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('snapshot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='assessment.snapshot')),
            ],
            options={
                'ordering': ['signed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='RunSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('signed_at', models.DateTimeField()),
                ('fingerprint', models.CharField(max_length=64)),
                ('note', models.TextField(blank=True, max_length=4000, verbose_name='words of the review')),
                ('assessment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='signatures', to='assessment.assessment')),
                ('signed_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['signed_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='SignaturePolicy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('signers', models.PositiveSmallIntegerField(choices=[(1, 'One person'), (2, 'Two people')], default=1, verbose_name='who signs a run')),
                ('challenged', models.PositiveSmallIntegerField(default=0, validators=[django.core.validators.MaxValueValidator(20)], verbose_name='answers drawn and looked at again')),
                ('organization', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='signature_policy', to='organizations.organization')),
            ],
        ),
        migrations.AddConstraint(
            model_name='challengedraw',
            constraint=models.UniqueConstraint(fields=('assessment', 'submitted_at'), name='one_draw_per_submission'),
        ),
        migrations.AddConstraint(
            model_name='challengedanswer',
            constraint=models.UniqueConstraint(fields=('draw', 'question'), name='an_answer_is_drawn_once'),
        ),
        migrations.AddConstraint(
            model_name='challengedanswer',
            constraint=models.CheckConstraint(condition=models.Q(('stands', None), ('stands', True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='what_does_not_stand_has_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='keptsignature',
            constraint=models.UniqueConstraint(fields=('snapshot', 'signed_by'), name='nobody_signs_a_seal_twice'),
        ),
        migrations.AddConstraint(
            model_name='runsignature',
            constraint=models.UniqueConstraint(fields=('assessment', 'signed_by'), name='nobody_signs_a_run_twice'),
        ),
        migrations.AddConstraint(
            model_name='signaturepolicy',
            constraint=models.CheckConstraint(condition=models.Q(('signers__in', [1, 2])), name='one_or_two_people_sign'),
        ),
        migrations.AddConstraint(
            model_name='signaturepolicy',
            constraint=models.CheckConstraint(condition=models.Q(('challenged__lte', 20)), name='challenge_within_bounds'),
        ),
        lock_rows("signoff_keptsignature", "UPDATE", "DELETE"),
        lock_rows("signoff_keptchallenge", "UPDATE", "DELETE"),
    ]
