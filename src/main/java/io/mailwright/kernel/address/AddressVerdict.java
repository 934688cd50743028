package io.mailwright.kernel.address;

/** What {@link EmailAddress#check} says of a text. */
public sealed interface AddressVerdict {
  /** We can send to it. */
  record Accepted(EmailAddress address) implements AddressVerdict {}

  /** We cannot, and this is why. */
  record Refused(AddressRefusal reason) implements AddressVerdict {}
}
