package io.mailwright.feedback.bounce;

import java.util.List;

/**
 * What a mail that came back says.
 *
 * @param findings of each recipient, in its order; empty if it says nothing of anyone
 * @param traces of the delivery that it belongs to, the most to be believed first
 */
public record Feedback(List<Finding> findings, List<MailTrace> traces) {
  public Feedback {
    findings = List.copyOf(findings);
    traces = List.copyOf(traces);
  }
}
