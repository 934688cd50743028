package io.mailwright.routing.warmup;

import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A point of a warm-up's curve.
 *
 * @param day in UTC
 * @param planned mails, if every day goes well; empty where there is no limit
 * @param real what the day was like; empty on days without a mail and on days to come
 */
public record CurveDay(LocalDate day, OptionalLong planned, Optional<WarmUpDay> real) {}
