package io.mailwright.sandbox.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mailwright.kernel.error.ErrorCode;
import io.mailwright.kernel.error.MailwrightException;
import io.mailwright.testing.SettableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteFileTest {
  private final SettableClock clock = new SettableClock(Instant.parse("2026-11-23T12:00:00Z"));

  @Test
  void hasSixProvidersBuiltIn() {
    SimulatedProvider provider = SiteFile.builtIn().start(clock);
    assertThat(provider.sites())
        .extracting(SimulatedSite::name)
        .containsExactly("gmail", "outlook", "yahoo", "qq", "netease", "small");
    assertThat(provider.siteOf("Someone@GMAIL.com").orElseThrow().allowedPerSecond()).isEqualTo(50);
    assertThat(provider.siteOf("a@foxmail.com").orElseThrow().name()).isEqualTo("qq");
    assertThat(provider.siteOf("a@qq.example").orElseThrow().name()).isEqualTo("qq");
    assertThat(provider.siteOf("a@elsewhere.example")).isEmpty();
  }

  @Test
  void readsTheExampleOfTheDocumentation() throws IOException {
    String page = Files.readString(Path.of("docs", "simulator.md"));
    int begin = page.indexOf("```json") + "```json".length();
    SiteFile file = SiteFile.parse(page.substring(begin, page.indexOf("```", begin)));
    SimulatedProvider provider = file.start(clock);
    SimulatedSite site = provider.siteOf("a@mail.example").orElseThrow();
    assertThat(site.name()).isEqualTo("example");
    assertThat(site.spec().connections()).isEqualTo(20);
    assertThat(site.spec().rates()).hasSize(3);
    assertThat(site.spec().blocked()).hasSize(1);
    assertThat(site.spec().dead()).hasSize(1);
    assertThat(site.allowedPerSecond()).isCloseTo(20_000 / 3600.0 * 0.5, within(1e-9));
    assertThat(provider.siteOf("a@else.example").orElseThrow().name()).isEqualTo("rest");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'name':'x'|site x has no domain",
        "'domains':['a.b']|no \"name\"",
        "'name':'x','domains':['a.b'],'rate':['5/s']|site x: there is no \"rate\" here",
        "'name':'x','domains':['a.b'],'rates':['5 a second']|site x: \"5 a second\" is no rate",
        "'name':'x','domains':['a.b'],'style':'hotmail'|site x: \"hotmail\" is no style",
        "'name':'x','domains':['a.b'],'unknown':2|site x: unknown must be from 0 to 1",
        "'name':'x','domains':['a.b'],'zone':'Mars/Base'|site x: ",
        "'name':'x','domains':['a.b'],'moods':[{'days':'friday'}]|site x: days must be written like",
        "'name':'x','domains':['a.b'],'moods':[{'hours':'9-25'}]|site x: hours must be",
        "'name':'x','domains':['a.b'],'dead':[{'from':9,'until':3}]|site x: until must be after from",
        "'name':'x','domains':['a.b'],'connections':1.5|site x: connections must be a whole number",
        "'name':'x','domains':['a.b'],'replies':{'over-rate':'soon'}|site x: \"soon\" is no reply",
        "'name':'x','domains':['a.b'],'penalty':-1|site x: penalty must be from 0",
        "'name':'X y','domains':['a.b']|is no name",
      })
  void namesThePlaceThatIsWrong(String site, String complaint) {
    String json = "{\"sites\":[{" + site.replace('\'', '"') + "}]}";
    assertThatThrownBy(() -> SiteFile.parse(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(complaint);
  }

  @Test
  void namesTheFileThatIsWrong(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("sites.json"), "{\"sites\":[");
    assertThatThrownBy(() -> SiteFile.read(file))
        .isInstanceOfSatisfying(
            MailwrightException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.SETTING_UNUSABLE))
        .hasMessageContaining("sites.json")
        .hasMessageContaining("this is no JSON");
    assertThatThrownBy(() -> SiteFile.read(folder.resolve("missing.json")))
        .isInstanceOf(MailwrightException.class)
        .hasMessageContaining("missing.json");
  }

  @Test
  void refusesADomainThatTwoSitesHave(@TempDir Path folder) throws IOException {
    String two =
        """
        {"sites": [{"name": "a", "domains": ["x.example"]},
                   {"name": "b", "domains": ["X.example"]}]}
        """;
    Path file = Files.writeString(folder.resolve("two.json"), two);
    assertThatThrownBy(() -> SiteFile.read(file))
        .isInstanceOf(MailwrightException.class)
        .hasMessageContaining("two sites have the domain x.example");
  }
}
