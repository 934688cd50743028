package io.mailwright.rest.campaign;

import io.mailwright.feedback.reader.ReaderCount;
import io.mailwright.feedback.reader.Readership;
import io.mailwright.rest.JsonAnswer;

/** What became known of a campaign's readers, as JSON. */
final class ReadersJson {
  private ReadersJson() {}

  static JsonAnswer json(Readership readers) {
    return new JsonAnswer()
        .put("opens", json(readers.opens()))
        .put("clicks", json(readers.clicks()))
        .put("links", readers.links().stream().map(ReadersJson::json).toList())
        .put("lost", readers.lost());
  }

  private static JsonAnswer json(Readership.LinkCount link) {
    return counts(
        new JsonAnswer().put("link", link.number()).put("target", link.target()), link.count());
  }

  private static JsonAnswer json(ReaderCount count) {
    return counts(new JsonAnswer(), count);
  }

  private static JsonAnswer counts(JsonAnswer answer, ReaderCount count) {
    return answer
        .put("humanLikely", both(count.people(), count.byPeople()))
        .put("machineLikely", both(count.machines(), count.byMachines()));
  }

  private static JsonAnswer both(long unique, long total) {
    return new JsonAnswer().put("unique", unique).put("total", total);
  }
}
