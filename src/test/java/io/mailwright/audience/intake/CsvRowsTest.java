package io.mailwright.audience.intake;

import static io.mailwright.audience.intake.IntakeFiles.read;
import static io.mailwright.audience.intake.IntakeFiles.rest;
import static io.mailwright.audience.intake.IntakeFiles.shown;
import static io.mailwright.audience.intake.IntakeFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRowsTest {
  @TempDir Path folder;

  @Test
  void takesAnyMixOfLineEndsAndPassesOverBlankLines() {
    Path file = write(folder, "email,name\ra@x.net,A\r\n\r\n \n,,\nb@x.net,B\n\rc@x.net,C");

    assertThat(shown(read(file)))
        .containsExactly("2 [a@x.net, A]", "6 [b@x.net, B]", "8 [c@x.net, C]");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void guessesTheSeparatorFromTheHeader(String separator) {
    Path file =
        write(
            folder,
            "email,name;x\n".replace(",", separator).replace(";x", "")
                + "a@x.net"
                + separator
                + "\"A"
                + separator
                + " B\"");

    assertThat(shown(read(file))).containsExactly("2 [a@x.net, A" + separator + " B]");
  }

  @Test
  void obeysTheLineByWhichExcelNamesTheSeparator() {
    assertThat(shown(read(write(folder, "sep=;\nname;email\nA, B;a@x.net\n"))))
        .containsExactly("3 [A, B, a@x.net]");
  }

  @Test
  void keepsLineBreaksInQuotesAndCountsTheirLines() {
    Path file = write(folder, "email,name\na@x.net,\"A\r\nB\"\"C\n\nD\" \nb@x.net,B");

    assertThat(shown(read(file))).containsExactly("2 [a@x.net, A\nB\"C\n\nD]", "6 [b@x.net, B]");
  }

  @Test
  void costsOnlyItsLineWhenAQuoteIsNotClosed() {
    String head = "email,name\n";
    assertThat(shown(read(write(folder, head + "\"a@x.net,A\nb@x.net,B\nc@x.net,C"))))
        .containsExactly(
            "2 QUOTE_NOT_CLOSED email <a@x.net,A␊b@x.net,B␊c@x.net,C>",
            "3 [b@x.net, B]",
            "4 [c@x.net, C]");
    assertThat(
            shown(read(write(folder, head + "a@x.net,A\nb@x.net,\"B\nc@x.net,\"C\"\nd@x.net,D"))))
        .containsExactly(
            "2 [a@x.net, A]",
            "3 QUOTE_NOT_CLOSED name <B␊c@x.net,>",
            "4 [c@x.net, C]",
            "5 [d@x.net, D]");
    assertThat(shown(read(write(folder, head + "a@x.net,A\nb@x.net,\"B"))))
        .containsExactly("2 [a@x.net, A]", "3 QUOTE_NOT_CLOSED name <B>");
    assertThat(shown(read(write(folder, head + "a@x.net,\"A\" x\nb@x.net,B \"x\""))))
        .containsExactly("2 TEXT_AFTER_QUOTE name <A>", "3 [b@x.net, B \"x\"]");
  }

  @Test
  void closesAQuoteInTheHundredthLineButNotLater() {
    String lines = "\n".repeat(99);
    Path closed = write(folder, "email,name\na@x.net,\"A" + lines + "\"\nb@x.net,B");
    assertThat(read(closed)).hasSize(2).allMatch(RawRow.class::isInstance);

    Path open = write(folder, "email,name\na@x.net,\"A" + lines + "\n\"\nb@x.net,B");
    assertThat(shown(read(open)).get(0)).startsWith("2 QUOTE_NOT_CLOSED name");
    assertThat(shown(read(open)).get(1)).startsWith("102 QUOTE_NOT_CLOSED email");
    assertThat(shown(read(open)).get(2)).isEqualTo("103 [b@x.net, B]");
  }

  @Test
  void closesAQuoteWithin64KilobytesButNotLater() {
    String longest = "x".repeat(RecordParser.MAX_QUOTED);
    assertThat(read(write(folder, "email,name\na@x.net,\"" + longest + "\"\nb@x.net,B")))
        .hasSize(2)
        .allMatch(RawRow.class::isInstance);
    assertThat(shown(read(write(folder, "email,name\na@x.net,\"" + longest + "x\"\nb@x.net,B"))))
        .hasSize(2)
        .satisfies(l -> assertThat(l.get(0)).startsWith("2 QUOTE_NOT_CLOSED name"))
        .contains("3 [b@x.net, B]");
  }

  @Test
  void passesOverFiftyMegabytesInOneLineWithoutHoldingThem() throws IOException {
    Path file = folder.resolve("recipients");
    byte[] megabyte = new byte[1 << 20];
    Arrays.fill(megabyte, (byte) 'x');
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write("email,name\na@x.net,A\nb@x.net,\"".getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < 50; i++) {
        out.write(megabyte);
      }
      out.write("\"\nc@x.net,C\n".getBytes(StandardCharsets.UTF_8));
    }

    try (CsvRows source = (CsvRows) RowSource.open(file)) {
      List<SourceLine> lines = rest(source);
      assertThat(lines).hasSize(3);
      assertThat(((Rejection) lines.get(1)).reason()).isEqualTo(RowFault.RECORD_TOO_LONG);
      assertThat(((Rejection) lines.get(1)).value()).hasSize(Rejection.MAX_SHOWN);
      assertThat(shown(lines.get(2))).isEqualTo("4 [c@x.net, C]");
      assertThat(source.held()).isLessThan(2 << 20);
    }
  }

  @Test
  void refusesFiftyMegabytesWithoutALineBreakAsAHeader() throws IOException {
    Path file = folder.resolve("recipients");
    byte[] commas = new byte[50 << 20];
    Arrays.fill(commas, (byte) ',');
    Files.write(file, commas);

    assertHeaderProblem(file, "longer than 1 MB");
  }

  @ParameterizedTest
  @CsvSource({"UTF-8, 0", "UTF-8, 3", "UTF-16LE, 2", "UTF-16BE, 2", "UTF-16LE, 0", "UTF-16BE, 0"})
  void readsUnicodeWithAndWithoutAMark(String charset, int mark) throws IOException {
    String text =
        (mark > 0 ? "\uFEFF" : "")
            + "email,name\r\na@x.net,\"J\u00f6rg\nA\"\r\nb@x.net,\u010a\u0a0a\u0d0a\u4e2d\u6587";
    Path file = write(folder, text, Charset.forName(charset));

    assertThat(shown(read(file)))
        .containsExactly(
            "2 [a@x.net, J\u00f6rg\nA]", "4 [b@x.net, \u010a\u0a0a\u0d0a\u4e2d\u6587]");
    try (RowSource source = RowSource.open(file)) {
      assertThat(source.format())
          .isEqualTo(new FileFormat.Csv(Charset.forName(charset), mark, ','));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "windows-1252, J\u00f6rg M\u00fcller und Fran\u00e7ois Lef\u00e8vre aus K\u00f6ln",
    "GB18030, \u5f20\u4f1f\u5148\u751f\u60a8\u597d\u8bf7\u95ee\u4eca\u5929\u7684\u8ba2\u5355",
    "Big5, \u5f35\u5049\u5148\u751f\u60a8\u597d\u8acb\u554f\u4eca\u5929\u7684\u8a02\u55ae",
    "Shift_JIS, \u7530\u4e2d\u3055\u3093\u3053\u3093\u306b\u3061\u306f\u3001\u6771\u4eac\u3067\u3059",
    "windows-1251, \u041f\u0440\u0438\u0432\u0435\u0442 \u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432"
        + " \u0438\u0437 \u041c\u043e\u0441\u043a\u0432\u044b",
  })
  void detectsOtherEncodings(String charset, String name) throws IOException {
    String text =
        "email,name\n"
            + IntStream.range(0, 20)
                .mapToObj(i -> "a" + i + "@x.net," + name + "\n")
                .collect(Collectors.joining());
    Path file = write(folder, text, Charset.forName(charset));

    assertThat(read(file)).hasSize(20).allMatch(l -> shown(l).endsWith(", " + name + "]"));
    try (RowSource source = RowSource.open(file)) {
      assertThat(((FileFormat.Csv) source.format()).charset()).isEqualTo(Charset.forName(charset));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "GBK, \u59d3\u540d, \u674e\u96f7",
    "GBK, name, \u674e\u96f7 \u97e9\u6885\u6885 \u738b\u5c0f\u660e",
    "GBK, name, \uff08\u5f20\uff09\u4f1f\u3001\u5218\u6d0b",
    "windows-1252, name, J\u00f6rg",
    "windows-1252, name, \u00c5sa \u00d6berg",
    "windows-1251, name, \u0418\u0432\u0430\u043d",
  })
  void tellsAFewChineseNamesFromLettersOfOneByte(String charset, String heading, String name)
      throws IOException {
    String text = "email," + heading + "\na@x.net," + name + "\n";
    Path file = write(folder, text, Charset.forName(charset));

    assertThat(read(file)).singleElement().matches(l -> shown(l).endsWith(", " + name + "]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-32LE", "UTF-32BE"})
  void readsFourBytesACharacterWithAMarkAndWithoutOne(String name) throws IOException {
    String text = "email,name\r\na@x.net,\u5f20\nb@x.net,\ud83d\ude00\r\n";
    for (String mark : List.of("\ufeff", "")) {
      Path file = write(folder, mark + text, Charset.forName(name));
      List<SourceLine> all = read(file);
      assertThat(shown(all)).containsExactly("2 [a@x.net, \u5f20]", "3 [b@x.net, \ud83d\ude00]");
      try (RowSource source = RowSource.open(file)) {
        source.next();
        RowPosition position = source.position();
        try (RowSource again = RowSource.open(file, position)) {
          assertThat(shown(rest(again))).isEqualTo(shown(all.subList(1, 2)));
        }
      }
    }
  }

  @Test
  void takesTheNamedEncodingUnlessTheFileIsMarkedOtherwise() throws IOException {
    String text = "email,name\na@x.net,\u9f8d\n";
    for (String name : List.of("GB18030", "big5", "Shift_JIS", "utf-16", "UTF-16LE", "utf-8")) {
      Charset named = NamedCharset.of(name);
      assertThat(shown(readAs(write(folder, text, named), named)))
          .as(name)
          .containsExactly("2 [a@x.net, \u9f8d]");
    }
    Charset cyrillic = NamedCharset.of("koi8-r");
    assertThat(shown(readAs(write(folder, "\ufeff" + text), cyrillic)))
        .containsExactly("2 [a@x.net, \u9f8d]");
    assertThat(
            shown(
                readAs(write(folder, text.replace('\u9f8d', '\u00e9')), StandardCharsets.US_ASCII)))
        .singleElement()
        .asString()
        .contains("UNDECODABLE");
  }

  private static List<SourceLine> readAs(Path file, Charset named) throws IOException {
    try (RowSource source = RowSource.open(file, new RowPosition(0, 0), Optional.of(named))) {
      return rest(source);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no-such", "", "not a name", "IBM500", "ISO-2022-JP", "x-ISO-2022-CN-GB"})
  void refusesANameThatItCannotReadBy(String name) {
    assertThatThrownBy(() -> NamedCharset.of(name))
        .isInstanceOfSatisfying(
            MailwrightException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MEDIA_TYPE));
  }

  @Test
  void rejectsTheLinesOfAUtf8FileThatDoNotDecode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("email,name,city\n".getBytes(StandardCharsets.UTF_8));
    for (int i = 2; i <= 400; i++) {
      Charset charset = i == 7 || i == 399 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
      bytes.writeBytes(("a" + i + "@x.net,J\u00f6rg,Bonn\n").getBytes(charset));
    }
    List<SourceLine> lines = read(write(folder, bytes.toByteArray()));

    assertThat(lines).hasSize(399);
    assertThat(shown(lines))
        .contains(
            "7 UNDECODABLE name <J\uFFFDrg>",
            "399 UNDECODABLE name <J\uFFFDrg>",
            "8 [a8@x.net, J\u00f6rg, Bonn]");
    assertThat(lines.stream().filter(Rejection.class::isInstance)).hasSize(2);
  }

  @Test
  void fillsShortRecordsAndRejectsLongOnes() {
    List<SourceLine> lines =
        read(write(folder, "email,name,city\na@x.net\nb@x.net,B,C,,\nc@x.net,C,D,E\nd@x.net,D,E,"));

    assertThat(shown(lines))
        .containsExactly(
            "2 [a@x.net]",
            "3 TOO_MANY_VALUES 4 <>",
            "4 TOO_MANY_VALUES 4 <E>",
            "5 [d@x.net, D, E]");
    RawRow first = (RawRow) lines.get(0);
    assertThat(first.value(first.header().columns().get(2))).isEmpty();
  }

  @Test
  void takesTwoHundredColumnsAndRefusesMoreThanFiveHundred() {
    String names = IntStream.range(1, 200).mapToObj(i -> ",c" + i).collect(Collectors.joining());
    String values = IntStream.range(1, 200).mapToObj(i -> ",v" + i).collect(Collectors.joining());
    List<SourceLine> lines = read(write(folder, "email" + names + "\na@x.net" + values));

    assertThat(((RawRow) lines.get(0)).values()).hasSize(200).endsWith("v199");
    assertHeaderProblem(write(folder, "email" + ",x".repeat(500) + "\n"), "at most 500");
  }

  @Test
  void saysWhatIsWrongWithTheHeader() {
    assertHeaderProblem(write(folder, "name,phone\nA,1\n"), "\"name\", \"phone\"", "email");
    assertHeaderProblem(write(folder, "a@x.net,A\nb@x.net,B\n"), "holds an address");
    assertHeaderProblem(
        write(folder, "email,City,city\n"), "Columns 2 (\"City\") and 3 (\"city\")");
    assertHeaderProblem(write(folder, "mail,e-mail\n"), "mean the same");
    assertProblem(write(folder, ""), ErrorCode.IMPORT_EMPTY, "empty");
    assertProblem(write(folder, "\n\n  \n"), ErrorCode.IMPORT_EMPTY, "blank lines");
    assertThat(read(write(folder, "email,name\n"))).isEmpty();
    assertThat(read(write(folder, "email"))).isEmpty();
    assertProblem(
        write(folder, new byte[] {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, 1, 2}),
        ErrorCode.IMPORT_UNREADABLE,
        ".xlsx");
  }

  @Test
  void knowsColumnsByTheirUsualNames() throws IOException {
    Path file = write(folder, " E-Mail ,\u59d3\u540d,TimeZone,First Name,Preis (\u20ac),\n");
    try (RowSource source = RowSource.open(file)) {
      assertThat(source.header().columns())
          .extracting(c -> c.role() + " " + c.name())
          .containsExactly(
              "EMAIL email",
              "NAME name",
              "TIMEZONE timezone",
              "ATTRIBUTE First_Name",
              "ATTRIBUTE Preis",
              "ATTRIBUTE column_6");
    }
    try (RowSource source = RowSource.open(write(folder, "mail;email\n"))) {
      assertThat(source.header().email().index()).isEqualTo(1);
    }
  }

  @Test
  void readsWhatFastCsvWrites() throws IOException {
    Random random = new Random(42);
    String alphabet = "ab,;\"\n\r \u00e9\u4e2d";
    for (int round = 0; round < 300; round++) {
      StringWriter text = new StringWriter();
      List<List<String>> expected = new ArrayList<>();
      try (CsvWriter writer = CsvWriter.builder().build(text)) {
        writer.writeRecord("email", "name", "city");
        for (int i = 0; i < 20; i++) {
          List<String> row =
              List.of("r" + i, random(random, alphabet, 12), random(random, alphabet, 12));
          writer.writeRecord(row);
          expected.add(row.stream().map(v -> v.replaceAll("\r\n?", "\n")).toList());
        }
      }
      List<SourceLine> lines = read(write(folder, text.toString()));
      assertThat(lines).allMatch(RawRow.class::isInstance);
      assertThat(lines).extracting(l -> ((RawRow) l).values()).isEqualTo(expected);
    }
  }

  @Test
  void goesOnAtEveryPositionAsIfNothingHadHappened() throws Exception {
    Random random = new Random(11);
    for (int round = 0; round < 40; round++) {
      Charset charset = round % 2 == 0 ? StandardCharsets.UTF_8 : StandardCharsets.UTF_16LE;
      String text = "email,name\n" + random(random, "a@x.net,\"\"\n\r,B\u4e2d ;", 400);
      Path file = write(folder, text, charset);
      List<SourceLine> all = read(file);
      List<RowPosition> positions = new ArrayList<>();
      try (RowSource source = RowSource.open(file)) {
        positions.add(source.position());
        for (Optional<SourceLine> l = source.next(); l.isPresent(); l = source.next()) {
          positions.add(source.position());
        }
      }
      for (int i = 0; i < positions.size(); i++) {
        try (RowSource source = RowSource.open(file, copied(positions.get(i)))) {
          assertThat(shown(rest(source))).isEqualTo(shown(all.subList(i, all.size())));
        }
      }
    }
  }

  private static RowPosition copied(RowPosition position) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(position);
    assertThat(bytes.size()).isLessThan(200);
    return (RowPosition)
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
  }

  @Test
  void readsAFileCutAtAnyByteUpToItsLastWholeRecord() {
    byte[] whole =
        "email,name\na@x.net,\"\u5f20\n\u4f1f\"\nb@x.net,J\u00f6rg\n\"c@x.net\",C\n"
            .getBytes(StandardCharsets.UTF_8);
    List<String> all = shown(read(write(folder, whole)));
    for (int length = 10; length < whole.length; length++) {
      List<String> lines = shown(read(write(folder, Arrays.copyOf(whole, length))));
      assertThat(lines).hasSizeLessThanOrEqualTo(all.size() + 1);
      int intact = Math.max(0, lines.size() - 2);
      assertThat(lines.subList(0, intact)).isEqualTo(all.subList(0, intact));
    }
  }

  @Test
  void accountsForEveryLineOfRandomBytes() throws IOException {
    Random random = new Random(5);
    byte[] alphabet = "a@x.net,\"\n\r;\0\u00ff\u0080".getBytes(StandardCharsets.ISO_8859_1);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = alphabet[random.nextInt(alphabet.length)];
      }
      ByteArrayOutputStream file = new ByteArrayOutputStream();
      file.writeBytes("email,name\n".getBytes(StandardCharsets.UTF_8));
      file.writeBytes(bytes);
      long last = 1;
      for (SourceLine line : read(write(folder, file.toByteArray()))) {
        assertThat(line.line()).isGreaterThan(last);
        last = line.line();
        if (line instanceof Rejection rejection) {
          assertThat(rejection.value()).doesNotContain("\0", "\n", "\r");
        }
      }
    }
  }

  @Test
  void readsAcrossTheEndsOfItsBuffer() throws IOException {
    StringBuilder text = new StringBuilder("email,name\r\n");
    for (int i = 0; i < 60_000; i++) {
      text.append('a').append(i).append("@x.net,\u5f20").append("\r\n");
    }
    List<SourceLine> lines = read(write(folder, text.toString()));
    assertThat(lines).hasSize(60_000);
    assertThat(shown(lines.get(59_999))).isEqualTo("60001 [a59999@x.net, \u5f20]");

    Path file = write(folder, text.toString(), StandardCharsets.UTF_16BE);
    assertThat(read(file)).hasSize(60_000);
    try (FileChannel channel = FileChannel.open(file)) {
      assertThat(channel.size()).isGreaterThan(1 << 20);
    }
  }

  @Test
  void refusesToGoOnInAFileThatWasCut() {
    Path file = write(folder, "email\na@x.net\n");
    assertThatThrownBy(() -> RowSource.open(file, new RowPosition(5_000, 9)))
        .isInstanceOf(MailwrightException.class)
        .hasMessageContaining("shorter");
  }

  @Test
  void showsTheBeginningBeforeAnImport() throws IOException {
    String rows =
        IntStream.range(0, 40_000)
            .mapToObj(i -> "a" + i + "@x.net;J\u00f6rg\n")
            .collect(Collectors.joining());
    Path file = write(folder, "email;name\nnobody;N\n" + rows);

    ImportPreview preview = ImportPreview.of(file);

    assertThat(preview.format()).isEqualTo(new FileFormat.Csv(StandardCharsets.UTF_8, 0, ';'));
    assertThat(preview.lines()).hasSize(ImportPreview.MAX_LINES);
    assertThat(shown(preview.lines().get(0))).isEqualTo("2 ADDRESS_NO_AT email <nobody>");
  }

  private static String random(Random random, String alphabet, int max) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(max); i > 0; i--) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static void assertHeaderProblem(Path file, String... parts) {
    assertProblem(file, ErrorCode.IMPORT_HEADER, parts);
  }

  private static void assertProblem(Path file, ErrorCode code, String... parts) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.getMessage()).contains(parts).contains("Nothing was imported");
            });
  }
}
