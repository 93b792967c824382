import Text
import XCTest

final class TimestampTests: XCTestCase {
  private func seconds(_ text: String, _ order: Timestamp.Style.Order = .day) -> Int? {
    Timestamp(text, beginningWith: order)?.seconds
  }

  func testDatesAreReadAsTheyAreWritten() {
    // 1 July 2016 13:00 UTC, as `date -u -d "2016-07-01 13:00" +%s` prints it.
    let expected = 1_467_378_000
    for text in [
      "2016-07-01 13:00", "2016-07-01 13:00:00", "2016-07-01T13:00:00Z", "2016/07/01 13:00:00.000",
      "2016-07-01 15:00:00+02:00", "2016-07-01T08:30-0430", "2016-07-01 13:00:00 UTC", "1467378000",
      "1.7.2016 13:00", "01/07/2016 13:00", "2016-7-1 13:00 +00",
    ] { XCTAssertEqual(seconds(text), expected, text) }
    XCTAssertEqual(seconds("7/1/2016 13:00", .month), expected)
    XCTAssertEqual(seconds("2016-07-01"), expected - 13 * 3600)
    XCTAssertEqual(seconds("2016-07"), expected - 13 * 3600)
    XCTAssertEqual(seconds("1970"), 0)
    XCTAssertEqual(seconds("1969-12-31 23:59:59"), -1)
    XCTAssertEqual(seconds("2000-02-29"), 951_782_400)
  }

  func testWhatIsNoDate() {
    for text in [
      "", "noon", "12", "2016-13-01", "2016-02-30", "2015-02-29", "1900-02-29", "2016-07-01 24:00",
      "2016-07-01 12:60", "2016-07-01 13:00 CET", "2016-07-01x", "2016-07/01",
      "2016-07-01 13:00:00.5",
      "7/13/2016", "16-07-01", "2016-07-01 1300", "2016-07-01 13:00+25:00", "2016-", "2016-00-01",
    ] { XCTAssertNil(seconds(text), text) }
  }

  func testAMomentIsWrittenAsTheDateWasThatItFollows() {
    for text in [
      "2016-07-01 13:00", "2016-07-01T13:00:00+02:00", "01.07.2016 13:00", "2016/07/01", "2016-07",
      "1749", "1467378000", "2016-07-01 13:00:00-04:30", "0900-01-02",
    ] { XCTAssertEqual(Timestamp(text)?.text, text) }
    XCTAssertEqual(Timestamp("12/31/2016", beginningWith: .month)?.text, "12/31/2016")
  }

  /// Each day of some centuries against a plain count.
  func testTheCalendarHasEveryDay() {
    var (year, month, day) = (1890, 1, 1)
    let first = seconds("1890-01-01") ?? 0
    for count in 0..<80_000 {
      let text = "\(year)-\(month < 10 ? "0" : "")\(month)-\(day < 10 ? "0" : "")\(day)"
      guard let date = Timestamp(text), date.seconds == first + count * 86_400, date.text == text
      else {
        return XCTFail(text)
      }
      let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      day += 1
      if day > lengths[month - 1] { (month, day) = (month + 1, 1) }
      if month > 12 { (year, month) = (year + 1, 1) }
    }
  }

  func testStepsOfMonthsKeepTheDay() throws {
    func dates(_ first: String, _ step: TimeStep) throws -> [String] {
      let start = try XCTUnwrap(Timestamp(first))
      return (1...3).map { step.moment($0, after: start).text }
    }
    XCTAssertEqual(
      try dates("2016-01-31", .months(1)), ["2016-02-29", "2016-03-31", "2016-04-30"])
    XCTAssertEqual(try dates("2015-11", .months(1)), ["2015-12", "2016-01", "2016-02"])
    XCTAssertEqual(try dates("1998", .months(12)), ["1999", "2000", "2001"])
    XCTAssertEqual(
      try dates("2016-12-31 23:30", .seconds(1800)),
      ["2017-01-01 00:00", "2017-01-01 00:30", "2017-01-01 01:00"])
    XCTAssertEqual(
      [.months(12), .months(3), .seconds(86_400), .seconds(5400), .seconds(3600)].map(
        \TimeStep.text),
      ["1 year", "3 months", "1 day", "90 minutes", "1 hour"])
  }
}
