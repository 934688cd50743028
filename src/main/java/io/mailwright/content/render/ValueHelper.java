package io.mailwright.content.render;

import com.github.jknack.handlebars.Helper;
import com.github.jknack.handlebars.Options;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.Temporal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The helpers that turn values into values. All are total: a value they cannot read comes out
 * unchanged, because one odd attribute is no reason to keep a mail back.
 */
enum ValueHelper implements Helper<Object> {
  /** {@code {{default name "friend"}}}: the first value, or the second where that is empty. */
  DEFAULT {
    @Override
    public Object apply(Object value, Options options) {
      return options.isFalsy(value) ? text(options.param(0, "")) : text(value);
    }
  },
  /** {@code {{upper city}}}, by the recipient's locale. */
  UPPER {
    @Override
    public Object apply(Object value, Options options) {
      return text(value).toUpperCase(TemplateHelpers.scope(options).locale());
    }
  },
  /** {@code {{lower city}}}, by the recipient's locale. */
  LOWER {
    @Override
    public Object apply(Object value, Options options) {
      return text(value).toLowerCase(TemplateHelpers.scope(options).locale());
    }
  },
  /** {@code {{#if (eq plan "gold")}}}: "true" or nothing. */
  EQ {
    @Override
    public Object apply(Object value, Options options) {
      return truth(text(value).equals(text(options.param(0, ""))));
    }
  },
  /** {@code {{#if (startsWith locale "zh")}}}, ignoring case: "true" or nothing. */
  STARTS_WITH {
    @Override
    public Object apply(Object value, Options options) {
      String prefix = text(options.param(0, ""));
      return truth(text(value).regionMatches(true, 0, prefix, 0, prefix.length()));
    }
  },
  /** {@code {{formatNumber amount decimals=2}}}, by the recipient's locale. */
  FORMAT_NUMBER {
    @Override
    public Object apply(Object value, Options options) {
      String plain = text(value).strip();
      if (!NUMBER.matcher(plain).matches()) {
        return plain;
      }
      NumberFormat format = NumberFormat.getNumberInstance(TemplateHelpers.scope(options).locale());
      Object decimals = options.hash("decimals");
      if (decimals instanceof Number wanted) {
        int digits = Math.max(0, Math.min(9, wanted.intValue()));
        format.setMinimumFractionDigits(digits);
        format.setMaximumFractionDigits(digits);
      } else {
        format.setMaximumFractionDigits(9);
      }
      return format.format(new BigDecimal(plain));
    }
  },
  /**
   * {@code {{formatDate expires style="long"}}}: an ISO 8601 date, local time or instant (shown in
   * the recipient's zone) in the style short, medium (default), long or full.
   */
  FORMAT_DATE {
    @Override
    public Object apply(Object value, Options options) {
      String iso = text(value).strip();
      RenderScope scope = TemplateHelpers.scope(options);
      try {
        Temporal when = parse(iso, scope.timezone());
        FormatStyle style =
            FormatStyle.valueOf(text(options.hash("style", "medium")).toUpperCase(Locale.ROOT));
        DateTimeFormatter formatter =
            when.isSupported(ChronoField.HOUR_OF_DAY)
                ? DateTimeFormatter.ofLocalizedDateTime(style, FormatStyle.SHORT)
                : DateTimeFormatter.ofLocalizedDate(style);
        return formatter.withLocale(scope.locale()).format(when);
      } catch (DateTimeException | IllegalArgumentException unreadable) {
        return iso;
      }
    }
  };

  /** No exponent: "1E999999999" would be a gigabyte of digits. */
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(\\.[0-9]{1,9})?");

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }

  private static String truth(boolean holds) {
    return holds ? "true" : "";
  }

  private static Temporal parse(String iso, String timezone) {
    if (iso.length() <= 10) {
      return LocalDate.parse(iso);
    }
    if (iso.endsWith("Z")) {
      ZoneId zone = timezone.isBlank() ? ZoneOffset.UTC : ZoneId.of(timezone);
      return Instant.parse(iso).atZone(zone);
    }
    return LocalDateTime.parse(iso);
  }
}
