import Foundation

/// Columns of numbers over time, as a CSV file has them: a header, then a line for each step.
public struct SeriesTable: Equatable, Sendable {
  /// As its user named it.
  public let file: String
  /// The columns but for that of the dates, in their order.
  public let names: [String]
  /// Of each step; empty where no column has dates, so that the lines are the steps.
  public let dates: [Timestamp]
  /// Between two dates; nil where there are none.
  public let step: TimeStep?
  /// Steps, those among them that fill gaps.
  public let count: Int
  /// Steps that were not in the file, and have no readings.
  public let filled: Int
  /// Of each step: its line and its fields; nil for a step that fills a gap.
  private let rows: [Table.Row?]
  /// Where a name's field stands.
  private let places: [Int]
  private let hasDecimalCommas: Bool

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - file: its name; `-` for what comes in.
  ///   - encoding: nil for UTF-8.
  ///   - dateColumn: the name of the column with the dates; nil for the one that looks like it.
  ///   - fillsGaps: whether steps that are missing are added, without readings.
  /// - Throws: `TextError` for a file that cannot be read, or that names the first line which is wrong: a
  ///   date that is none, or that does not follow from those before by equal steps.
  public init(
    _ file: String, encoding: TextEncoding? = nil, dateColumn: String? = nil,
    fillsGaps: Bool = false
  ) throws {
    let text = try Corpus.read(file, encoding: encoding, flag: "--encoding")
    let separator = Table.separator(of: text.prefix { !$0.isNewline })
    let all = try Table(text, separator: separator, file: file).rows
    let rows = all.first?.fields.first?.hasPrefix("sep=") == true ? all.dropFirst() : all[...]
    guard let header = rows.first?.fields.map(Self.trimmed), rows.count > 2 else {
      throw TextError("\(file) is no series. Give a header and at least two lines of numbers")
    }
    if let odd = rows.first(where: { $0.fields.count != header.count }) {
      throw TextError(
        "\(file), line \(odd.line): there are \(odd.fields.count) columns, and the header has "
          + "\(header.count). Write a missing reading as an empty field")
    }
    if header.allSatisfy({ Double($0) != nil || Self.isDate($0, anyYear: false) }) {
      throw TextError("\(file) has no header. Name its columns in a first line: date,temperature")
    }
    let lines = Array(rows.dropFirst())
    let dated = try Self.dateColumn(dateColumn, header, lines[0].fields, file)
    self.file = file
    hasDecimalCommas = separator == ";"
    places = header.indices.filter { $0 != dated }
    names = places.map { header[$0] }
    guard let dated else {
      (dates, step, count, filled, self.rows) = ([], nil, lines.count, 0, lines)
      return
    }
    let read = try Self.dates(lines, at: dated, file)
    let grid = try TimeGrid(read, lines: lines.map(\.line), file: file)
    let filledRows = try Self.filled(lines, grid, read, file, fillsGaps)
    self.rows = filledRows
    (step, count, filled) = (grid.step, filledRows.count, filledRows.count - lines.count)
    dates = filledRows.indices.map { grid.step.moment($0, after: read[0]) }
  }

  // MARK: Numbers

  /// The numbers of a column, one a step; not a number where there is no reading: in a field that is empty
  /// or says so, as NA does.
  ///
  /// - Throws: `TextError` for a column that there is not, and for the first field that is no number, or one
  ///   beyond ±1e30.
  public func numbers(_ name: String) throws(TextError) -> [Double] {
    guard let place = names.firstIndex(of: name).map({ places[$0] }) else {
      throw TextError("\(file) has no column \(name); it has: \(names.joined(separator: ", "))")
    }
    var numbers: [Double] = []
    numbers.reserveCapacity(count)
    for row in rows {
      guard let number = row.map({ number($0.fields[place]) }) ?? .nan else {
        throw TextError(
          "\(file), line \(row?.line ?? 0): \(name) is \(row?.fields[place].prefix(40) ?? ""), which is no "
            + "number. Correct it, or leave the field empty")
      }
      // A model computes in single precision, and adds up what it has scaled.
      if abs(number) > Self.largest {
        throw TextError(
          "\(file), line \(row?.line ?? 0): \(name) is \(row?.fields[place].prefix(40) ?? ""), and may "
            + "be at most \(Self.largest). Correct it, or leave the field empty")
      }
      numbers.append(number)
    }
    return numbers
  }

  /// A number that two different tables almost never share.
  public var fingerprint: UInt64 {
    var fingerprint = Fingerprint(names.joined(separator: ","))
    for row in rows { fingerprint.add((row?.fields.joined(separator: ",") ?? "") + "\n") }
    return fingerprint.value
  }

  /// The columns that hold a number in some line, and in none anything else.
  public var numericNames: [String] {
    names.filter { name in ((try? numbers(name)) ?? []).contains { !$0.isNaN } }
  }

  private static let largest = 1e30

  private static let missing: Set = ["", "na", "nan", "n/a", "null", "none", "-", "?"]

  /// Nil for what is neither a number nor a missing one.
  private func number(_ field: String) -> Double? {
    if let number = Double(field), number.isFinite { return number }
    let text = Self.trimmed(field)
    if Self.missing.contains(text.lowercased()) { return .nan }
    let isComma = hasDecimalCommas && !text.contains(".")
    let number = Double(isComma ? text.replacing(",", with: ".") : text)
    return number.flatMap { $0.isFinite ? $0 : nil }
  }

  private static func trimmed(_ text: String) -> String {
    text.trimmingCharacters(in: .whitespaces)
  }
}

// MARK: - Dates

extension SeriesTable {
  private static let dateNames: Set = [
    "date", "datetime", "time", "timestamp", "day", "month", "year", "ds", "datum", "zeit",
  ]

  /// - Parameter anyYear: whether four digits are a year.
  private static func isDate(_ text: String, anyYear: Bool) -> Bool {
    [.day, .month].contains { order in
      Timestamp(text, beginningWith: order).map { anyYear || $0.style.parts > 1 } ?? false
    }
  }

  /// Where the dates stand: in the column that was named, or that has such a name, or else whose first
  /// field is a date.
  private static func dateColumn(
    _ name: String?, _ header: [String], _ first: [String], _ file: String
  ) throws(TextError) -> Int? {
    if let name {
      if let place = header.firstIndex(of: name) { return place }
      throw TextError("\(file) has no column \(name); it has: \(header.joined(separator: ", "))")
    }
    return header.indices.first {
      dateNames.contains(header[$0].lowercased()) && isDate(trimmed(first[$0]), anyYear: true)
    }
      ?? header.indices.first {
        isDate(trimmed(first[$0]), anyYear: false) && Double(first[$0]) == nil
      }
  }

  private static func dates(
    _ lines: [Table.Row], at place: Int, _ file: String
  ) throws(TextError) -> [Timestamp] {
    let texts = lines.map { trimmed($0.fields[place]) }
    func read(_ order: Timestamp.Style.Order) -> [Timestamp] {
      var dates: [Timestamp] = []
      while dates.count < texts.count,
        let date = Timestamp(texts[dates.count], beginningWith: order)
      { dates.append(date) }
      return dates
    }
    let (byDay, byMonth) = (read(.day), read(.month))
    let dates = byDay.count >= byMonth.count ? byDay : byMonth
    if dates.count < texts.count {
      let (text, line) = (texts[dates.count], lines[dates.count].line)
      throw TextError(
        "\(file), line \(line): \(text.isEmpty ? "there is no date" : "\(text.prefix(40)) is no date"). "
          + "Write each as in 2016-07-01 13:00:00, with its offset from UTC where it has one, +02:00"
      )
    }
    // A date that begins with its year reads the same both times.
    if byDay.count == byMonth.count, byDay != byMonth, !texts[0].contains(".") {
      throw TextError(
        "\(file), line \(lines[0].line): \(texts[0]) may begin with the day or the month, and no line tells "
          + "which. Begin dates with the year, as in 2016-07-01")
    }
    return dates
  }

  /// A row for each step.
  private static func filled(
    _ lines: [Table.Row], _ grid: TimeGrid, _ dates: [Timestamp], _ file: String, _ fillsGaps: Bool
  ) throws(TextError) -> [Table.Row?] {
    var rows: [Table.Row?] = []
    for (index, place) in grid.places.enumerated() {
      let missing = place - rows.count
      if missing > 0 && !fillsGaps {
        throw TextError(
          "\(file), line \(lines[index].line): between \(dates[index - 1].text) and \(dates[index].text) "
            + "\(grouped(missing)) step\(missing == 1 ? "" : "s") of \(grid.step.text) "
            + "\(missing == 1 ? "is" : "are") missing. Add lines without readings, or "
            + "have them added: --fill-gaps" + grid.gapAdvice[index - 1])
      }
      if place > 16 * lines.count {
        throw TextError(
          "\(file), line \(lines[index].line): up to here there are \(grouped(place)) steps of "
            + "\(grid.step.text), most of them missing. Give readings at equal steps")
      }
      rows += Array(repeating: nil, count: missing)
      rows.append(lines[index])
    }
    return rows
  }
}
