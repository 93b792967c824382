import Foundation
import Text
import XCTest

final class SeriesTableTests: XCTestCase {
  private var file = ""

  override func setUp() { file = NSTemporaryDirectory() + "series-\(UUID().uuidString).csv" }

  override func tearDown() { try? FileManager.default.removeItem(atPath: file) }

  private func table(_ text: String, fillsGaps: Bool = false) throws -> SeriesTable {
    try Data(text.utf8).write(to: URL(fileURLWithPath: file))
    return try SeriesTable(file, fillsGaps: fillsGaps)
  }

  /// Hourly readings of 1, 2, …, at these times of 30 October 2016.
  private func hours(_ times: [String]) -> String {
    "date,t\n" + times.enumerated().map { "2016-10-30 \($1),\($0 + 1)\n" }.joined()
  }

  private func message(_ text: String) -> String {
    do { return "read: \(try table(text).names)" } catch {
      return "\(error)".replacing(file, with: "FILE")
    }
  }

  // MARK: Reading

  func testColumnsAreReadWithWhatIsMissing() throws {
    let read = try table(
      "time,a,note,b\n2016-07-01 00:00,1.5,x,\n2016-07-01 01:00,NA,y,-2e3\n2016-07-01 02:00,NaN,z,null\n"
    )
    XCTAssertEqual(read.names, ["a", "note", "b"])
    XCTAssertEqual(read.numericNames, ["a", "b"])
    XCTAssertEqual(read.step, .seconds(3600))
    XCTAssertEqual(try read.numbers("a").map { "\($0)" }, ["1.5", "nan", "nan"])
    XCTAssertEqual(try read.numbers("b").map { "\($0)" }, ["nan", "-2000.0", "nan"])
  }

  func testTheColumnOfTheDatesIsFound() throws {
    for text in [
      "date,t\n2016-07-01,1\n2016-07-02,2\n", "t;when\n1;01.07.2016\n2;02.07.2016\n",
      "sep=;\nt;Datum\n1,5;1.7.2016\n2;2.7.2016\n",
      "id\tday\tt\n1\t2016-07-01\t1\n2\t2016-07-02\t2\n",
    ] {
      let read = try table(text)
      XCTAssertEqual(read.step, .seconds(86_400), text)
      XCTAssertTrue(read.names.contains("t"), text)
    }
    XCTAssertEqual(try table("sep=;\nt;Datum\n1,5;1.7.2016\n2;2.7.2016\n").numbers("t"), [1.5, 2])
    let yearly = try table("year,spots\n1700,5\n1701,11\n1702,16\n")
    XCTAssertEqual(yearly.step, .months(12))
    XCTAssertEqual(yearly.names, ["spots"])
    let undated = try table("spots\n1700\n1701\n")
    XCTAssertNil(undated.step)
    XCTAssertEqual(try undated.numbers("spots"), [1700, 1701])
    try Data("a,b\n2016-07-01,2016-01-01\n2016-07-02,2016-02-01\n".utf8).write(
      to: URL(fileURLWithPath: file))
    XCTAssertEqual(try SeriesTable(file, dateColumn: "b").step, .months(1))
  }

  func testStepsMayBeMonthsOfAnyLength() throws {
    for dates in [
      ["2016-01-01", "2016-02-01", "2016-03-01", "2016-04-01"],
      ["2015-12-31", "2016-01-31", "2016-02-29", "2016-03-31"],
      ["2016-01", "2016-02", "2016-03", "2016-04"],
    ] {
      let read = try table("date,t\n" + dates.map { $0 + ",1\n" }.joined())
      XCTAssertEqual(read.step, .months(1), dates[0])
      XCTAssertEqual(read.dates.map(\.text), dates)
    }
  }

  func testGapsAreFilledWhereThatIsAskedFor() throws {
    let text = hours(["01:00:00", "02:00:00", "05:00:00", "06:00:00"])
    let read = try table(text, fillsGaps: true)
    XCTAssertEqual([read.count, read.filled], [6, 2])
    XCTAssertEqual(try read.numbers("t").map(\.isNaN), [false, false, true, true, false, false])
    XCTAssertEqual(read.dates[2].text, "2016-10-30 03:00:00")
    let other = try table(text.replacing(",3", with: ",4"), fillsGaps: true)
    XCTAssertNotEqual(other.fingerprint, read.fingerprint)
  }

  func testOffsetsThatChangeAreOneClock() throws {
    let read = try table(
      "date,t\n2016-10-30 01:00+02:00,1\n2016-10-30 02:00+02:00,2\n2016-10-30 02:00+01:00,3\n")
    XCTAssertEqual(read.step, .seconds(3600))
  }

  // MARK: What is wrong

  func testDatesThatDoNotFollowEachOther() {
    let clock =
      ". If the clock was changed there, write each date with its offset from UTC, as 2016-10-30 02:00+01:00"
    XCTAssertEqual(
      message(hours(["01:00:00", "02:00:00", "05:00:00", "06:00:00"])),
      "FILE, line 4: between 2016-10-30 02:00:00 and 2016-10-30 05:00:00 2 steps of 1 hour are missing. "
        + "Add lines without readings, or have them added: --fill-gaps")
    XCTAssertEqual(
      message(hours(["01:00:00", "02:00:00", "04:00:00", "05:00:00"])),
      "FILE, line 4: between 2016-10-30 02:00:00 and 2016-10-30 04:00:00 1 step of 1 hour is missing. "
        + "Add lines without readings, or have them added: --fill-gaps" + clock)
    XCTAssertEqual(
      message(hours(["01:00:00", "02:00:00", "02:00:00", "03:00:00"])),
      "FILE, line 4: the date 2016-10-30 02:00:00 is that of line 3, too. Leave one of them out"
        + clock)
    XCTAssertEqual(
      message(hours(["01:00:00", "04:00:00", "03:00:00", "02:00:00", "03:00:00"])),
      "FILE, line 4: the date 2016-10-30 03:00:00 comes before that of line 3, 2016-10-30 04:00:00. Sort "
        + "the lines by date, the oldest first")
    XCTAssertEqual(
      message(hours(["01:00:00", "02:00:00", "03:00:00", "03:20:00"])),
      "FILE, line 5: from line 4, 2016-10-30 03:00:00, to 2016-10-30 03:20:00 it is no whole number of "
        + "steps, which are of 1 hour. Bring the readings to equal steps")
    XCTAssertEqual(
      message(hours(["01:00:00", "02:00:00Z", "03:00:00"])),
      "FILE, line 3: the date 2016-10-30 02:00:00+00:00 has an offset from UTC, and that of line 2, "
        + "2016-10-30 01:00:00, has none. Give all dates one, or none")
    let advice =
      "Write each as in 2016-07-01 13:00:00, with its offset from UTC where it has one, +02:00"
    XCTAssertEqual(
      message(hours(["01:00:00", "02:00:00 CET", "03:00:00"])),
      "FILE, line 3: 2016-10-30 02:00:00 CET is no date. " + advice)
    XCTAssertEqual(
      message("date,t\n2016-10-30,1\n,2\n2016-11-01,3\n"),
      "FILE, line 3: there is no date. " + advice)
    XCTAssertEqual(
      message("date,t\n01/02/2016,1\n02/02/2016,2\n"),
      "FILE, line 2: 01/02/2016 may begin with the day or the month, and no line tells which. Begin dates "
        + "with the year, as in 2016-07-01")
    XCTAssertEqual(
      message("date,t\n2016-01-01,1\n2016-01-02,2\n2060-01-01,3\n"),
      "FILE, line 4: between 2016-01-02 and 2060-01-01 16,069 steps of 1 day are missing. Add lines without "
        + "readings, or have them added: --fill-gaps")
    XCTAssertThrowsError(
      try table("date,t\n2016-01-01,1\n2016-01-02,2\n2060-01-01,3\n", fillsGaps: true))
  }

  func testTablesThatAreNone() throws {
    XCTAssertEqual(
      message("date,t\n"), "FILE is no series. Give a header and at least two lines of numbers")
    XCTAssertEqual(
      message("date,t\n2016-01-01,1\n2016-01-02,2,3\n"),
      "FILE, line 3: there are 3 columns, and the header has 2. Write a missing reading as an empty field"
    )
    XCTAssertEqual(
      message("2016-01-01,1\n2016-01-02,2\n2016-01-03,2\n"),
      "FILE has no header. Name its columns in a first line: date,temperature")
    let read = try table("date,t\n2016-01-01,1\n2016-01-02,warm\n2016-01-03,inf\n")
    XCTAssertThrowsError(try read.numbers("t")) {
      XCTAssertEqual(
        "\($0)",
        "\(file), line 3: t is warm, which is no number. Correct it, or leave the field empty")
    }
    let large = try table("date,t\n2016-01-01,1\n2016-01-02,1e40\n2016-01-03,2\n")
    XCTAssertThrowsError(try large.numbers("t")) {
      XCTAssertEqual(
        "\($0)",
        "\(file), line 3: t is 1e40, and may be at most 1e+30. Correct it, or leave the field empty"
      )
    }
    XCTAssertThrowsError(try read.numbers("u")) {
      XCTAssertEqual("\($0)", "\(file) has no column u; it has: t")
    }
    XCTAssertThrowsError(try SeriesTable(file, dateColumn: "when")) {
      XCTAssertEqual("\($0)", "\(file) has no column when; it has: date, t")
    }
  }
}
