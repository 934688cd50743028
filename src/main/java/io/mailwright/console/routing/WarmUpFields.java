package io.mailwright.console.routing;

import io.mailwright.campaign.policy.OutcomeLimits;
import io.mailwright.campaign.policy.Percent;
import io.mailwright.console.FormFields;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import io.mailwright.routing.warmup.WarmUpDraft;
import io.mailwright.routing.warmup.WarmUpSteps;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns a warm-up into fields of a form, and back. */
final class WarmUpFields {
  private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}([.][0-9]{1,2})?");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,12}");

  private WarmUpFields() {}

  /** Fills the form. */
  static void fill(FormFields form, WarmUpDraft draft) {
    form.put("site", draft.site().orElse(""))
        .put("steps", text(draft.steps()))
        .put("smallSteps", text(draft.smallSteps()))
        .put("limits.deferred", draft.limits().deferred().value().toPlainString())
        .put("limits.failed", draft.limits().failed().value().toPlainString())
        .put("limits.complaints", draft.limits().complaints().value().toPlainString());
  }

  private static String text(WarmUpSteps steps) {
    return steps.mails().stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  /**
   * What the form says.
   *
   * @throws MailwrightException for every field that is wrong
   */
  static WarmUpDraft draft(FormFields form, long routeId) {
    Require.all(
        () -> steps(form, "steps"),
        () -> steps(form, "smallSteps"),
        () -> percent(form, "limits.deferred"),
        () -> percent(form, "limits.failed"),
        () -> percent(form, "limits.complaints"));
    return new WarmUpDraft(
        routeId,
        form.optional("site"),
        steps(form, "steps"),
        steps(form, "smallSteps"),
        new OutcomeLimits(
            percent(form, "limits.deferred"),
            percent(form, "limits.failed"),
            percent(form, "limits.complaints")));
  }

  private static WarmUpSteps steps(FormFields form, String field) {
    List<String> words =
        Arrays.stream(form.text(field).split("[\\s,;，；]+")).filter(w -> !w.isEmpty()).toList();
    Require.count(field, words, 1, 200);
    if (!words.stream().allMatch(word -> NUMBER.matcher(word).matches())) {
      throw Require.refused(field, "are not whole numbers. Write mails a day, as in 50 100 200.");
    }
    List<Long> mails = words.stream().map(Long::valueOf).toList();
    mails.forEach(n -> Require.range(field, n, 1, 100_000_000));
    return new WarmUpSteps(mails);
  }

  private static Percent percent(FormFields form, String field) {
    String text = form.text(field);
    if (!DECIMAL.matcher(text).matches()) {
      throw Require.refused(field, "must be a percentage from 0 to 100 with at most two decimals.");
    }
    return Percent.of(field, new BigDecimal(text));
  }
}
