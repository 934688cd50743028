package io.mailwright.audience.intake;

import io.mailwright.kernel.address.AddressRefusal;
import io.mailwright.kernel.text.Wording;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/** Why a record is not taken: the record's own fault, or its address. */
public sealed interface RejectReason extends Serializable
    permits RowFault, RejectReason.BadAddress {
  /** A stable name of at most 40 characters, upper case with underscores; tables keep this. */
  String code();

  /** The reason as a sentence without a full stop. */
  Wording wording();

  /** The address cannot be sent to. */
  record BadAddress(AddressRefusal refusal) implements RejectReason {
    private static final String PREFIX = "ADDRESS_";

    @Override
    public String code() {
      return PREFIX + refusal.name();
    }

    @Override
    public Wording wording() {
      return refusal.wording();
    }
  }

  /** The reason with a code, if there is one. */
  static Optional<RejectReason> ofCode(String code) {
    return Stream.<RejectReason>concat(
            Arrays.stream(RowFault.values()),
            Arrays.stream(AddressRefusal.values()).map(BadAddress::new))
        .filter(reason -> reason.code().equals(code))
        .findFirst();
  }
}
