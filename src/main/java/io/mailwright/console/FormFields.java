package io.mailwright.console;

import io.mailwright.campaign.CampaignDraft;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.error.Require;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was typed into a form, by the field names of the outside contract, so that the console
 * refuses a value with the same words as the API. Every reading refuses with {@link
 * io.mailwright.kernel.error.ErrorCode#INVALID_FIELD} and the field's name.
 */
public final class FormFields implements Serializable {
  private static final long serialVersionUID = 1L;

  private final HashMap<String, Object> values = new HashMap<>();

  /** The values by name; pages read and write them here. */
  public Map<String, Object> map() {
    return values;
  }

  /** Sets what the form shows at first. */
  public FormFields put(String field, Object value) {
    values.put(field, value);
    return this;
  }

  /** The text without the spaces around it; empty if there is none. */
  public String text(String field) {
    Object value = values.get(field);
    return value == null ? "" : value.toString().strip();
  }

  /** The text, if there is one. */
  public Optional<String> optional(String field) {
    return Optional.of(text(field)).filter(text -> !text.isEmpty());
  }

  /** A whole number within limits. */
  public long number(String field, long least, long most) {
    try {
      return Require.range(field, Long.parseLong(text(field)), least, most);
    } catch (NumberFormatException e) {
      throw Require.refused(
          field, "is not a whole number. Give one from " + least + " to " + most + ".");
    }
  }

  /** A whole number within limits, if there is one. */
  public Optional<Long> optionalNumber(String field, long least, long most) {
    return optional(field).map(text -> number(field, least, most));
  }

  /** The id that was chosen from a list. */
  public long id(String field) {
    return optional(field)
        .map(Long::valueOf)
        .orElseThrow(() -> Require.refused(field, "is missing. Choose one."));
  }

  /** Whether a box is ticked. */
  public boolean isOn(String field) {
    return Boolean.parseBoolean(text(field));
  }

  /** What was chosen of several. */
  public List<String> several(String field) {
    Object value = values.get(field);
    if (value instanceof Object[] array) {
      return Arrays.stream(array).map(Object::toString).toList();
    }
    return value instanceof Collection<?> many
        ? many.stream().map(Object::toString).toList()
        : List.of();
  }

  /** A mail address. */
  public EmailAddress address(String field) {
    return CampaignDraft.address(field, text(field));
  }

  /** A mail address, if there is one. */
  public Optional<EmailAddress> optionalAddress(String field) {
    return optional(field).map(text -> address(field));
  }

  /** The addresses of a field; see {@link #addresses(String, String)}. */
  public List<EmailAddress> addresses(String field) {
    return addresses(field, text(field));
  }

  /**
   * Addresses with spaces, commas, semicolons or line breaks between them.
   *
   * @param text may be null
   * @throws MailwrightException for every one that is none; it names the address
   */
  public static List<EmailAddress> addresses(String field, String text) {
    List<EmailAddress> addresses = new ArrayList<>();
    Require.all(
        Arrays.stream((text == null ? "" : text).split("[\\s,;，；]+"))
            .filter(one -> !one.isEmpty())
            .map(one -> (Runnable) () -> addresses.add(oneOfSeveral(field, one)))
            .toArray(Runnable[]::new));
    return addresses;
  }

  private static EmailAddress oneOfSeveral(String field, String text) {
    AddressVerdict verdict = EmailAddress.check(text);
    if (verdict instanceof AddressVerdict.Refused refused) {
      throw MailwrightException.ofField(
          ErrorCode.INVALID_ADDRESS,
          field,
          field
              + ": “"
              + text
              + "”: "
              + refused.reason().wording().english()
              + ". Correct the address.");
    }
    return ((AddressVerdict.Accepted) verdict).address();
  }
}
