/// A moment as a file writes it, to the second.
public struct Timestamp: Equatable, Sendable {
  /// How a date is written.
  public struct Style: Equatable, Codable, Sendable {
    /// What a date begins with.
    public enum Order: String, Codable, Sendable { case year, day, month }

    var order = Order.year
    /// Between year, month and day.
    var separator = "-"
    /// Of year, month and day how many there are; 0 for seconds since 1970.
    public internal(set) var parts = 3
    /// What stands before the time of day; nil where there is none.
    var time: String?
    var hasSeconds = false
    /// How far the clock is ahead of UTC, in seconds; nil where that is not said.
    public internal(set) var offset: Int?
  }

  /// Seconds since 1970 began: in UTC where the offset is said, otherwise on the clock that was read.
  public let seconds: Int
  /// How it is written.
  public let style: Style

  /// A moment, to be written in some style.
  public init(seconds: Int, style: Style) {
    (self.seconds, self.style) = (seconds, style)
  }

  /// Reads `2016-07-01`, `2016-07-01 13:00:00+02:00`, `2016/07/01T13:00Z`, `2016-07`, `1749`, seconds since
  /// 1970, or with the day or the month in front `1.7.2016 13:00`.
  ///
  /// - Parameters:
  ///   - text: a date, or a date with a time.
  ///   - order: what a date begins with that does not begin with a year of four digits.
  /// - Returns: nil for anything else, such as a 30th of February.
  public init?(_ text: some StringProtocol, beginningWith order: Style.Order = .day) {
    var scanner = DateScanner(rest: Array(text.utf8)[...])
    guard let (style, days) = scanner.date(order), let time = scanner.time(style.parts),
      scanner.rest.isEmpty
    else { return nil }
    self.style = style.with(time)
    seconds = (style.parts == 0 ? days : days * 86_400) + time.seconds - (time.offset ?? 0)
  }

  /// As it is written.
  public var text: String {
    if style.parts == 0 { return "\(seconds)" }
    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let (date, time) = (date, secondsOfDay)
    let year = String(repeating: "0", count: max(0, 4 - "\(date.year)".count)) + "\(date.year)"
    let fields = [year, two(date.month), two(date.day)].prefix(style.parts)
    let ordered =
      switch style.order {
      case .year: Array(fields)
      case .day: Array(fields.reversed())
      case .month: Array(fields[1...]) + [year]
      }
    var text = ordered.joined(separator: style.separator)
    if let mark = style.time {
      text += mark + two(time / 3600) + ":" + two(time / 60 % 60)
      if style.hasSeconds { text += ":" + two(time % 60) }
    }
    if let offset = style.offset {
      let minutes = abs(offset) / 60
      text += (offset < 0 ? "-" : "+") + two(minutes / 60) + ":" + two(minutes % 60)
    }
    return text
  }

  // MARK: The calendar

  private var local: Int { seconds + (style.offset ?? 0) }

  /// On the clock that wrote it.
  var secondsOfDay: Int { local - 86_400 * days }

  var days: Int { local >= 0 ? local / 86_400 : (local - 86_399) / 86_400 }

  /// On the clock that wrote it.
  var date: (year: Int, month: Int, day: Int) { Calendar.date(days) }

  /// Months since the year 0.
  var months: Int { 12 * date.year + date.month - 1 }

  /// Whether it is the last day of its month.
  var endsMonth: Bool { Calendar.date(days + 1).day == 1 }

  /// So many months later, at the same time: on the same day, or on the last of a month that is shorter,
  /// and after a month's last day on a last day.
  func adding(months: Int) -> Timestamp {
    let month = self.months + months
    let first = Calendar.days(month / 12, month % 12 + 1, 1)
    let length = Calendar.days((month + 1) / 12, (month + 1) % 12 + 1, 1) - first
    let day = endsMonth ? length : min(date.day, length)
    return Timestamp(seconds: seconds + 86_400 * (first + day - 1 - days), style: style)
  }
}

/// The Gregorian calendar, also for the days before there was one.
private enum Calendar {
  /// Days since 1970 began, of a date from the year 0 on.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    // Years begin in March, so that the day that not all have is the last.
    let (year, month) = month > 2 ? (year, month - 3) : (year - 1, month + 9)
    return 365 * year + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 719_469
  }

  /// The date of a day, counted since 1970 began.
  static func date(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let day = days + 719_468
    let (era, rest) = (day / 146_097, day % 146_097)
    let year = (rest - rest / 1460 + rest / 36_524 - rest / 146_096) / 365
    let ofYear = rest - 365 * year - year / 4 + year / 100
    let month = (5 * ofYear + 2) / 153
    return (
      400 * era + year + (month > 9 ? 1 : 0), month > 9 ? month - 9 : month + 3,
      ofYear - (153 * month + 2) / 5 + 1
    )
  }
}

extension Timestamp.Style {
  fileprivate func with(
    _ time: (seconds: Int, offset: Int?, mark: String?, hasSeconds: Bool)
  ) -> Self {
    var style = self
    (style.time, style.hasSeconds, style.offset) = (time.mark, time.hasSeconds, time.offset)
    return style
  }
}

/// Reads a date from its beginning on.
private struct DateScanner {
  var rest: ArraySlice<UInt8>

  private mutating func number() -> (value: Int, digits: Int)? {
    let digits = rest.prefix { (0x30...0x39).contains($0) }
    guard (1...11).contains(digits.count) else { return nil }
    rest = rest.dropFirst(digits.count)
    return (digits.reduce(0) { 10 * $0 + Int($1) - 0x30 }, digits.count)
  }

  /// Passes over one of some marks.
  private mutating func mark(_ marks: String) -> String? {
    guard let byte = rest.first, marks.utf8.contains(byte) else { return nil }
    rest = rest.dropFirst()
    return String(UnicodeScalar(byte))
  }

  /// A number below another, of two digits at most.
  private mutating func number(below bound: Int) -> Int? {
    number().flatMap { $0.digits <= 2 && $0.value < bound ? $0.value : nil }
  }

  /// Days since 1970 began, or seconds where there are no parts.
  mutating func date(_ order: Timestamp.Style.Order) -> (Timestamp.Style, days: Int)? {
    guard let first = number() else { return nil }
    var style = Timestamp.Style()
    if first.digits >= 9 {
      style.parts = 0
      return (style, first.value)
    }
    style.order = first.digits == 4 ? .year : order
    var (numbers, marks) = ([first], "-/.")
    while numbers.count < 3, let mark = mark(marks) {
      guard let next = number() else { return nil }
      (style.separator, marks) = (mark, mark)
      numbers.append(next)
    }
    style.parts = numbers.count
    let longest = style.order == .year ? 0 : 2
    guard numbers.count > longest, numbers[longest].digits == 4 else { return nil }
    var parts = numbers.map(\.value)
    if style.order == .day { parts.reverse() }
    if style.order == .month { parts = [parts[2], parts[0], parts[1]] }
    parts += Array(repeating: 1, count: 3 - parts.count)
    guard (1...12).contains(parts[1]), (1...31).contains(parts[2]) else { return nil }
    let days = Calendar.days(parts[0], parts[1], parts[2])
    return Calendar.date(days).month == parts[1] ? (style, days) : nil
  }

  /// The time of day and the offset, where there are any.
  mutating func time(
    _ parts: Int
  ) -> (seconds: Int, offset: Int?, mark: String?, hasSeconds: Bool)? {
    if parts < 3 || rest.isEmpty { return (0, nil, nil, false) }
    guard let mark = mark(" T"), let hour = number(below: 24), self.mark(":") != nil,
      let minute = number(below: 60)
    else { return nil }
    var (seconds, hasSeconds) = (3600 * hour + 60 * minute, false)
    if self.mark(":") != nil {
      guard let second = number(below: 60) else { return nil }
      (seconds, hasSeconds) = (seconds + second, true)
      if self.mark(".") != nil, number()?.value != 0 { return nil }
    }
    guard let offset = offset() else { return nil }
    return (seconds, offset, mark, hasSeconds)
  }

  /// Seconds ahead of UTC: nil within, where that is not said.
  private mutating func offset() -> Int?? {
    if rest.isEmpty { return .some(nil) }
    _ = mark(" ")
    if ["Z", "UTC", "GMT"].contains(where: { rest.elementsEqual($0.utf8) }) {
      rest = []
      return 0
    }
    guard let sign = mark("+-"), let hours = number() else { return nil }
    var minutes = 60 * hours.value
    if hours.digits == 4 {
      minutes = 60 * (hours.value / 100) + hours.value % 100
    } else if mark(":") != nil {
      guard let more = number(below: 60) else { return nil }
      minutes += more
    }
    if minutes >= 24 * 60 { return nil }
    return (sign == "-" ? -60 : 60) * minutes
  }
}
