package io.mailwright.audience.intake;

import io.mailwright.audience.contact.ContactField;
import io.mailwright.audience.intake.Column.Role;
import io.mailwright.kernel.address.AddressVerdict;
import io.mailwright.kernel.address.EmailAddress;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.kernel.text.AttributeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The first record of a file: which column is the address, which are known, which are attributes.
 *
 * @param columns in the file's order, exactly one of them the address
 */
public record Header(List<Column> columns) {
  /** The most columns a file may have. */
  public static final int MAX_COLUMNS = 500;

  private static final int MAX_NAME = 64;
  private static final int MAX_LISTED = 20;

  public Header {
    columns = List.copyOf(columns);
  }

  /**
   * Understands the first record of a file. Known names are compared without case and spaces
   * around; if a column has the plain name of its role, other names of that role become attributes.
   *
   * @throws MailwrightException {@link ErrorCode#IMPORT_HEADER} if there is no address column, a
   *     name stands twice, or there are more than {@link #MAX_COLUMNS} columns
   */
  static Header of(List<String> written) {
    if (written.size() > MAX_COLUMNS) {
      throw problem(
          "The first line has "
              + written.size()
              + " columns; at most "
              + MAX_COLUMNS
              + " are read. Remove the columns that no template uses.");
    }
    List<Column> columns = new ArrayList<>(written.size());
    for (int i = 0; i < written.size(); i++) {
      columns.add(column(i, written.get(i).strip(), written));
    }
    refuseDuplicates(columns);
    if (columns.stream().noneMatch(c -> c.role() == Role.EMAIL)) {
      throw noAddressColumn(written);
    }
    return new Header(columns);
  }

  /** Whether a record would do as a header as far as the address column is concerned. */
  static boolean hasAddressColumn(List<String> written) {
    return written.stream()
        .anyMatch(name -> ContactField.ofHeading(name).equals(Optional.of(ContactField.EMAIL)));
  }

  private static Column column(int index, String written, List<String> all) {
    Optional<ContactField> known = ContactField.ofHeading(written);
    if (known.isPresent()) {
      String plain = known.get().plainName();
      if (isNamed(plain, written) || all.stream().noneMatch(other -> isNamed(plain, other))) {
        return new Column(index, written, Role.of(known.get()), plain);
      }
    }
    String name = AttributeName.of(written);
    if (name.codePointCount(0, name.length()) > MAX_NAME) {
      throw problem(
          "The name of column "
              + (index + 1)
              + " is longer than "
              + MAX_NAME
              + " characters. Give it a short name of letters, digits and underscores.");
    }
    return new Column(
        index, written, Role.ATTRIBUTE, name.isEmpty() ? "column_" + (index + 1) : name);
  }

  private static boolean isNamed(String plain, String written) {
    return written.strip().toLowerCase(Locale.ROOT).equals(plain);
  }

  private static void refuseDuplicates(List<Column> columns) {
    Map<String, Column> seen = new HashMap<>();
    for (Column column : columns) {
      Column earlier = seen.put(column.name().toLowerCase(Locale.ROOT), column);
      if (earlier != null) {
        throw problem(
            "Columns %d (\"%s\") and %d (\"%s\") mean the same, %s. Rename or remove one of them."
                .formatted(
                    earlier.index() + 1,
                    shortened(earlier.label()),
                    column.index() + 1,
                    shortened(column.label()),
                    column.name()));
      }
    }
  }

  private static MailwrightException noAddressColumn(List<String> written) {
    boolean data =
        written.stream().anyMatch(v -> EmailAddress.check(v) instanceof AddressVerdict.Accepted);
    if (data) {
      return problem(
          "The first line holds an address, not the names of the columns. Put a header line before"
              + " it, for example: email,name");
    }
    String found =
        written.stream()
            .limit(MAX_LISTED)
            .map(name -> "\"" + shortened(name.strip()) + "\"")
            .collect(Collectors.joining(", "));
    return problem(
        "No column is named email. The first line has "
            + written.size()
            + (written.size() == 1 ? " column: " : " columns: ")
            + found
            + (written.size() > MAX_LISTED ? " …" : "")
            + ". Name the column of the addresses email, and separate columns by comma, semicolon,"
            + " tab or |.");
  }

  private static String shortened(String text) {
    return new Rejection(
            1, "", text.length() > 40 ? text.substring(0, 40) + "…" : text, RowFault.UNDECODABLE)
        .value();
  }

  private static MailwrightException problem(String detail) {
    return new MailwrightException(ErrorCode.IMPORT_HEADER, detail + " Nothing was imported.");
  }

  /** The column of the addresses. */
  public Column email() {
    return of(Role.EMAIL).orElseThrow();
  }

  /** The column with a role, if the file has one; not for attributes, of which there are many. */
  public Optional<Column> of(Role role) {
    return columns.stream().filter(c -> c.role() == role).findFirst();
  }

  /** The columns that become attributes. */
  public List<Column> attributes() {
    return columns.stream().filter(c -> c.role() == Role.ATTRIBUTE).toList();
  }
}
