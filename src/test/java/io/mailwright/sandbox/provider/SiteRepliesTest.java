package io.mailwright.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailwright.delivery.policy.ReplyClassifier;
import io.mailwright.delivery.policy.ReplyMeaning;
import io.mailwright.kernel.smtp.SmtpReply;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SiteRepliesTest {
  // Both say that the route should slow down, if the code is 4yz.
  private static final Set<ReplyMeaning> SLOWER =
      Set.of(
          ReplyMeaning.THROTTLE,
          ReplyMeaning.CONNECTIONS,
          ReplyMeaning.QUOTA,
          ReplyMeaning.SESSION);

  private static final Map<SiteVerdict, Set<ReplyMeaning>> MEANINGS =
      Map.of(
          SiteVerdict.OVER_RATE,
          SLOWER,
          SiteVerdict.OVER_CONNECTIONS,
          Set.of(ReplyMeaning.CONNECTIONS),
          SiteVerdict.CLOSED,
          SLOWER,
          SiteVerdict.GREYLISTED,
          Set.of(ReplyMeaning.RECIPIENT),
          SiteVerdict.LISTED,
          Set.of(ReplyMeaning.BLOCK_LIST, ReplyMeaning.POLICY),
          SiteVerdict.UNKNOWN_USER,
          Set.of(ReplyMeaning.DEAD_ADDRESS));

  static Iterable<String> styles() {
    return SiteReplies.styles();
  }

  @ParameterizedTest
  @MethodSource("styles")
  void isUnderstoodByTheRulesForReplies(String style) {
    SiteReplies replies = SiteReplies.styled(style);
    MEANINGS.forEach(
        (verdict, meanings) -> {
          String line =
              replies.code(verdict) + " " + replies.text(verdict, "127.0.0.2", "a@b.example", 60);
          SmtpReply reply = SmtpReply.parse(line).orElseThrow();
          assertThat(ReplyClassifier.standard().classify(reply)).as(line).isIn(meanings);
          assertThat(line).doesNotContain("{");
        });
  }

  @Test
  void closesWithTheCodesThatClose() {
    for (String style : styles()) {
      assertThat(SiteReplies.styled(style).code(SiteVerdict.OVER_CONNECTIONS)).isEqualTo(421);
      assertThat(SiteReplies.styled(style).code(SiteVerdict.CLOSED)).isEqualTo(421);
    }
  }

  @Test
  void takesOtherWords() {
    SiteReplies replies =
        SiteReplies.styled("ses").with(SiteVerdict.OVER_RATE, "450 4.7.0 In {seconds} seconds");
    assertThat(replies.code(SiteVerdict.OVER_RATE)).isEqualTo(450);
    assertThat(replies.text(SiteVerdict.OVER_RATE, "", "", 30)).isEqualTo("4.7.0 In 30 seconds");
    assertThat(replies.code(SiteVerdict.ACCEPTED)).isEqualTo(250);
  }

  @Test
  void refusesWhatIsNoReply() {
    SiteReplies replies = SiteReplies.styled("plain");
    assertThatThrownBy(() -> replies.with(SiteVerdict.LISTED, "250 2.0.0 Fine"))
        .hasMessageContaining("listed");
    assertThatThrownBy(() -> replies.with(SiteVerdict.LISTED, "554 a\r\n250 b"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SiteReplies.styled("hotmail")).hasMessageContaining("gmail, netease");
  }
}
