package io.mailwright.routing.site;

import static org.assertj.core.api.Assertions.assertThat;

import crawlercommons.domains.EffectiveTldFinder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteTableTest {
  private static final SiteTable BUILT_IN = new SiteTable(List.of());

  private static String siteOf(String domain, String... exchangers) {
    return BUILT_IN.siteOf(domain, List.of(exchangers));
  }

  @Test
  void findsEachProviderByEachOfItsDomainsAndExchangers() {
    for (Site site : BuiltInSites.byName().values()) {
      for (String domain : site.domains()) {
        assertThat(siteOf(domain)).as(domain).isEqualTo(site.name());
      }
      for (String suffix : site.mxSuffixes()) {
        assertThat(siteOf("own.example", "mx7." + suffix)).as(suffix).isEqualTo(site.name());
        assertThat(siteOf("own.example", suffix)).as(suffix).isEqualTo(site.name());
      }
    }
    assertThat(BuiltInSites.byName()).hasSizeGreaterThan(100);
  }

  @Test
  void namesNothingTwiceAndNoPublicSuffix() {
    Map<String, String> domains = new HashMap<>();
    Map<String, String> suffixes = new HashMap<>();
    for (Site site : BuiltInSites.byName().values()) {
      assertThat(site.domains().size() + site.mxSuffixes().size()).as(site.name()).isPositive();
      assertThat(site.builtIn()).isTrue();
      site.domains().forEach(d -> assertThat(domains.put(d, site.name())).as(d).isNull());
      site.mxSuffixes().forEach(s -> assertThat(suffixes.put(s, site.name())).as(s).isNull());
    }
    assertThat(suffixes.keySet())
        .allSatisfy(
            name ->
                assertThat(EffectiveTldFinder.getAssignedDomain(name, true, true))
                    .as(name)
                    .isNotNull());
  }

  @ParameterizedTest
  @CsvSource({
    "gmail.com, gmail",
    "googlemail.com, gmail",
    "hotmail.co.uk, outlook",
    "live.cn, outlook",
    "msn.com, outlook",
    "yahoo.com.tw, yahoo",
    "aol.com, yahoo",
    "me.com, icloud",
    "mac.com, icloud",
    "foxmail.com, qq",
    "vip.qq.com, qq",
    "163.com, netease",
    "126.com, netease",
    "yeah.net, netease",
    "sina.cn, sina",
    "sohu.com, sohu",
    "aliyun.com, aliyun",
    "139.com, china-mobile-139",
    "189.cn, china-telecom-189",
    "bk.ru, mail-ru",
    "ya.ru, yandex",
    "gmx.at, gmx",
    "web.de, web-de",
    "proton.me, proton",
    "fastmail.com, fastmail",
    "comcast.net, comcast"
  })
  void knowsTheBigProvidersByDomain(String domain, String site) {
    assertThat(siteOf(domain)).isEqualTo(site);
  }

  @ParameterizedTest
  @CsvSource({
    "alt3.gmail-smtp-in.l.google.com, gmail",
    "aspmx.l.google.com, google-workspace",
    "aspmx2.googlemail.com, google-workspace",
    "smtp.google.com, google-workspace",
    "hotmail-com.olc.protection.outlook.com, outlook",
    "contoso-com.mail.protection.outlook.com, microsoft-365",
    "contoso-com.a-v1.mx.microsoft, microsoft-365",
    "contoso-com.mail.protection.partner.outlook.cn, microsoft-365-china",
    "mta7.am0.yahoodns.net, yahoo",
    "mx01.mail.icloud.com, icloud",
    "mx3.qq.com, qq",
    "mxbiz1.qq.com, tencent-exmail",
    "163mx02.mxmail.netease.com, netease",
    "126mx01.mxmail.netease.com, netease",
    "qiye163mx01.mxmail.netease.com, netease-qiye",
    "hzmx02.mxmail.netease.com, netease-qiye",
    "freemx1.sinamail.sina.com.cn, sina",
    "mx2.mail.aliyun.com, aliyun",
    "mxn.mxhichina.com, alibaba-mail",
    "mx1.qiye.aliyun.com, alibaba-mail",
    "mxs.mail.ru, mail-ru",
    "mx.yandex.net, yandex",
    "mx00.gmx.net, gmx",
    "mx-ha02.web.de, web-de",
    "mx2.zoho.eu, zoho",
    "mailsec.protonmail.ch, proton",
    "in1-smtp.messagingengine.com, fastmail",
    "mx2h1.comcast.net, comcast",
    "inbound-smtp.eu-west-1.amazonaws.com, amazon-workmail"
  })
  void knowsTheBigProvidersByExchanger(String exchanger, String site) {
    assertThat(siteOf("company.example", exchanger)).isEqualTo(site);
  }

  @Test
  void domainsOfOneUnknownHostAreOneSite() {
    assertThat(siteOf("one.example", "mx1.hosting.co.uk")).isEqualTo("hosting.co.uk");
    assertThat(siteOf("two.example", "in.eu.hosting.co.uk")).isEqualTo("hosting.co.uk");
    assertThat(siteOf("zwei.example", "mx.provider.de")).isEqualTo("provider.de");
  }

  @Test
  void aDomainWithoutAUsableExchangerIsASiteOfItsOwn() {
    assertThat(siteOf("own.example")).isEqualTo("own.example");
    assertThat(siteOf("own.example", "192.0.2.1")).isEqualTo("own.example");
    assertThat(siteOf("own.example", "co.uk")).isEqualTo("own.example");
    assertThat(siteOf("own.example", "localhost")).isEqualTo("own.example");
    assertThat(siteOf("xn--strae-oqa.de", "mx.xn--strae-oqa.de")).isEqualTo("xn--strae-oqa.de");
  }

  @Test
  void aProviderBehindOneThatIsPreferredAndUnknownIsFound() {
    assertThat(siteOf("own.example", "filter.unknown.net", "aspmx.l.google.com"))
        .isEqualTo("google-workspace");
  }

  @Test
  void whatPeopleMadeGoesBeforeWhatIsBuiltIn() {
    SiteTable table =
        new SiteTable(
            List.of(
                new Site(
                    "a-relay",
                    "A relay",
                    List.of("yeah.net"),
                    List.of("mxmail.netease.com"),
                    false,
                    true,
                    1),
                new Site("gmail", "Google Mail", List.of(), List.of(), true, true, 2)));
    assertThat(table.siteOf("yeah.net", List.of())).isEqualTo("a-relay");
    assertThat(table.siteOf("b.example", List.of("163mx.mxmail.netease.com"))).isEqualTo("a-relay");
    assertThat(table.siteOf("gmail.com", List.of())).isEqualTo("gmail.com");
    assertThat(table.displayName("gmail")).contains("Google Mail");
    assertThat(table.displayName("netease")).contains("NetEase 163, 126, yeah.net");
    assertThat(table.displayName("hosting.co.uk")).isEmpty();
  }
}
