package io.mailwright.audience.intake;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;

/**
 * Cells as text: numbers without exponent or needless zeros, but with the leading zeros that their
 * format shows, dates and times by ISO 8601, of formulas their last result.
 */
final class SheetCells {
  private static final int SECONDS_A_DAY = 86_400;

  /** 9999-12-31 in Excel's count of days. */
  private static final BigDecimal LAST_DAY = BigDecimal.valueOf(2_958_466);

  private static final int MAX_EXPONENT = 400;
  private static final Pattern NOT_FORMAT = Pattern.compile("\"[^\"]*\"|\\\\.|\\[[^\\]]*\\]");
  private static final Pattern DATE_LETTER = Pattern.compile("[yYdDhHsS]|[mM]{1,5}");

  /** As postal codes and numbers of customers are kept. */
  private static final Pattern LEADING_ZEROS = Pattern.compile("0{2,40}");

  private final boolean from1904;

  /**
   * @param from1904 whether days count from 1904, as old Macs did
   */
  SheetCells(boolean from1904) {
    this.from1904 = from1904;
  }

  /** The cell as text, empty for an empty or missing one. */
  String text(Cell cell) {
    if (cell == null || cell.getType() == CellType.EMPTY || cell.getValue() == null) {
      return "";
    }
    if (cell.getValue() instanceof BigDecimal number) {
      String format = cell.getDataFormatString();
      if (format != null && LEADING_ZEROS.matcher(format).matches()) {
        return padded(number, format.length());
      }
      return isDate(format) && isDay(number) ? date(number) : plain(number);
    }
    return cell.getValue().toString();
  }

  /** Whether the cell holds an error such as #N/A. */
  static boolean isError(Cell cell) {
    return cell != null
        && (cell.getType() == CellType.ERROR
            || (cell.getType() == CellType.FORMULA
                && cell.getRawValue() != null
                && cell.getRawValue().startsWith("#")
                && !(cell.getValue() instanceof BigDecimal)));
  }

  private static String plain(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    // A number like 1E900000000 is text of its own making; written out it would fill the memory.
    return Math.abs((long) stripped.scale()) > MAX_EXPONENT
        ? stripped.toString()
        : stripped.toPlainString();
  }

  /** A whole number of this many digits at least, rounded as the sheet shows it. */
  private static String padded(BigDecimal number, int digits) {
    if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
      return plain(number);
    }
    BigDecimal whole = number.setScale(0, java.math.RoundingMode.HALF_UP);
    String text = whole.abs().toPlainString();
    String sign = whole.signum() < 0 ? "-" : "";
    return sign + "0".repeat(Math.max(0, digits - text.length())) + text;
  }

  private static boolean isDate(String format) {
    if (format == null || format.equalsIgnoreCase("General")) {
      return false;
    }
    String first = NOT_FORMAT.matcher(format).replaceAll("");
    return DATE_LETTER.matcher(first).find() && !first.contains("#") && !first.contains("0");
  }

  private static boolean isDay(BigDecimal number) {
    return number.signum() >= 0 && number.compareTo(LAST_DAY) < 0;
  }

  private String date(BigDecimal serial) {
    long seconds =
        serial
            .multiply(BigDecimal.valueOf(SECONDS_A_DAY))
            .setScale(0, java.math.RoundingMode.HALF_UP)
            .longValueExact();
    long days = seconds / SECONDS_A_DAY;
    LocalDate zero = from1904 ? LocalDate.of(1904, 1, 1) : LocalDate.of(1899, 12, 30);
    // Excel counts a 29 February 1900 that never was.
    long offset = !from1904 && days < 60 ? days + 1 : days;
    LocalDateTime time = zero.plusDays(offset).atStartOfDay().plusSeconds(seconds % SECONDS_A_DAY);
    if (days == 0) {
      return time.toLocalTime().toString();
    }
    return seconds % SECONDS_A_DAY == 0 ? time.toLocalDate().toString() : time.toString();
  }
}
