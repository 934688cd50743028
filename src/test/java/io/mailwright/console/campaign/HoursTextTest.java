package io.mailwright.console.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.campaign.window.DayHours;
import io.mailwright.campaign.window.WindowRule;
import io.mailwright.console.FormFields;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HoursTextTest {
  @ParameterizedTest
  @CsvSource({
    "22:00-08:00,22:00-08:00",
    "mon-fri 9:00 - 18:00,Mon-Fri 09:00-18:00",
    "'sat,sun 10:00–24:00',Sat-Sun 10:00-24:00",
    "'Monday, wed 10:00-11:00','Mon,Wed 10:00-11:00'",
    "fri-mon 10:00-11:00,'Mon,Fri-Sun 10:00-11:00'",
    "周一-周五 09：00-18：00,Mon-Fri 09:00-18:00",
    "星期一至星期三、星期天 09:00~18:00,'Mon-Wed,Sun 09:00-18:00'"
  })
  void readsWhatPeopleType(String typed, String same) {
    List<DayHours> read = HoursText.read("window.quiet", typed);
    assertThat(HoursText.of(read, Locale.ENGLISH)).isEqualTo(same);
    assertThat(HoursText.read("q", same)).isEqualTo(read);
    assertThat(HoursText.read("q", HoursText.of(read, Locale.CHINESE))).isEqualTo(read);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "mo 09:00-10:00", "09:00", "09:00-09:00", "mon- 09:00-10:00", "25:00-26:00"})
  void refusesTheLineThatIsNoRange(String typed) {
    assertThatThrownBy(() -> HoursText.read("window.quiet", "08:00-09:00\n" + typed))
        .hasMessageStartingWith("window.quiet has the line “" + typed + "”, which is no range.");
  }

  @Test
  void drawsDaysThatAreAlikeOnce() {
    WindowRule rule =
        new WindowRule(
            HoursText.read("q", "22:00-06:00"),
            HoursText.read("p", "mon-fri 09:00-24:00"),
            false,
            Optional.empty());
    WeekPicture picture = WeekPicture.of(rule.minutes(), Locale.ENGLISH);
    assertThat(picture.rows())
        .extracting(WeekPicture.Row::days)
        .containsExactly("Mon–Fri", "Sat–Sun");
    assertThat(picture.rows()).extracting(WeekPicture.Row::said).containsExactly("09:00–22:00", "");
    assertThat(picture.rows().get(0).parts())
        .containsExactly(
            new WeekPicture.Part(false, 37.5),
            new WeekPicture.Part(true, 100.0 * 13 / 24),
            new WeekPicture.Part(false, 100.0 * 2 / 24));
    assertThat(WeekPicture.of(WindowRule.ANY_TIME.minutes(), Locale.CHINESE).rows())
        .singleElement()
        .satisfies(row -> assertThat(row.days()).isEqualTo("周一–周日"));
  }

  @Test
  void isTheSameAfterAFormWasFilledAndSaved() {
    FormFields form = new FormFields();
    CampaignFields.preset(form, ZoneOffset.UTC);
    form.put("name", "News")
        .put("listIds", List.of("1"))
        .put("templateId", "2")
        .put("poolId", "3")
        .put("from.address", "news@example.com")
        .put("zone", "Asia/Tokyo");
    assertThat(CampaignFields.draft(form, ZoneOffset.UTC).zone()).isEmpty();
    form.put("window.quiet", "mon 22:00-08:00\nsun 20:00-21:00")
        .put("window.avoidPeak", "true")
        .put("window.bestHour", "true")
        .put("window.bestHour.within", "5");
    CampaignDraft draft = CampaignFields.draft(form, ZoneOffset.UTC);
    assertThat(draft.zone()).contains(ZoneId.of("Asia/Tokyo"));
    assertThat(draft.window().quiet()).hasSize(2);
    assertThat(draft.window().bestHourWithin()).contains(Duration.ofHours(5));
    FormFields again = new FormFields();
    CampaignFields.preset(again, ZoneOffset.UTC);
    CampaignFields.fill(again, draft, ZoneOffset.UTC, Locale.CHINESE);
    assertThat(CampaignFields.draft(again, ZoneOffset.UTC)).isEqualTo(draft);
  }
}
