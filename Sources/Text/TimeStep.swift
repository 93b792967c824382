/// What lies between two neighbours of a series.
public enum TimeStep: Codable, Equatable, Sendable {
  case seconds(Int)
  case months(Int)

  /// In words: `1 hour`, `15 minutes`.
  public var text: String {
    let units =
      switch self {
      case .seconds: [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")]
      case .months: [(12, "year"), (1, "month")]
      }
    let count =
      switch self {
      case .seconds(let count), .months(let count): count
      }
    let (size, noun) = units.first { count.isMultiple(of: $0.0) } ?? (1, "step")
    return "\(count / size) \(noun)\(count == size ? "" : "s")"
  }

  /// The moment so many steps after another.
  public func moment(_ count: Int, after start: Timestamp) -> Timestamp {
    switch self {
    case .seconds(let step):
      Timestamp(seconds: start.seconds + count * step, style: start.style)
    case .months(let step): start.adding(months: count * step)
    }
  }

  /// How many steps have gone by on a clock, since some moment that is always the same: by this the steps
  /// of a season are told apart.
  public func number(of moment: Timestamp) -> Int {
    switch self {
    case .seconds(let step): ((moment.days + 719_468) * 86_400 + moment.secondsOfDay) / step
    case .months(let step): moment.months / step
    }
  }
}

/// The steps of a series whose dates were read, one a line.
struct TimeGrid {
  let step: TimeStep
  /// Steps from the first line to each.
  let places: [Int]

  /// - Parameters:
  ///   - dates: of the lines, at least two.
  ///   - lines: their numbers.
  /// - Throws: `TextError` that names the first line whose date does not follow from those before.
  init(_ dates: [Timestamp], lines: [Int], file: String) throws(TextError) {
    func place(_ index: Int) -> String { "\(file), line \(lines[index])" }
    let isZoned = dates[0].style.offset != nil
    if let other = dates.firstIndex(where: { ($0.style.offset != nil) != isZoned }) {
      throw TextError(
        "\(place(other)): the date \(dates[other].text) has \(isZoned ? "no" : "an") offset from UTC, and "
          + "that of line \(lines[0]), \(dates[0].text), has \(isZoned ? "one" : "none"). Give all dates "
          + "one, or none")
    }
    let differences = zip(dates.dropFirst(), dates).map { $0.seconds - $1.seconds }
    let usual = Self.commonest(differences.filter { $0 > 0 })
    /// Of a clock without offset that was put forward or back by an hour.
    func clockAdvice(_ difference: Int) -> String {
      guard !isZoned, let usual, abs(difference - usual) == 3600 else { return "" }
      return ". If the clock was changed there, write each date with its offset from UTC, as "
        + "2016-10-30 02:00+01:00"
    }
    if let late = differences.firstIndex(where: { $0 <= 0 }) {
      let (mine, before) = (dates[late + 1].text, "line \(lines[late])")
      throw TextError(
        (differences[late] == 0
          ? "\(place(late + 1)): the date \(mine) is that of \(before), too. Leave one of them out"
          : "\(place(late + 1)): the date \(mine) comes before that of \(before), \(dates[late].text). "
            + "Sort the lines by date, the oldest first") + clockAdvice(differences[late]))
    }
    let months = Self.inMonths(dates, usual: usual ?? 1)
    let units = months ?? dates.map(\.seconds)
    let size = Self.commonest(zip(units.dropFirst(), units).map { $0 - $1 }) ?? 1
    step = months == nil ? .seconds(size) : .months(size)
    places = units.map { ($0 - units[0]) / size }
    if let odd = units.firstIndex(where: { !($0 - units[0]).isMultiple(of: size) }) {
      throw TextError(
        "\(place(odd)): from line \(lines[odd - 1]), \(dates[odd - 1].text), to \(dates[odd].text) it is no "
          + "whole number of steps, which are of \(step.text). Bring the readings to equal steps"
          + clockAdvice(differences[odd - 1]))
    }
    gapAdvice = differences.map(clockAdvice)
  }

  /// For each line but the first what to say of a gap before it.
  let gapAdvice: [String]

  /// The commonest number; of several the smallest.
  private static func commonest(_ numbers: [Int]) -> Int? {
    let counts = numbers.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
  }

  /// Months since the year 0, where the dates stand on one day of their months, or all on the last.
  private static func inMonths(_ dates: [Timestamp], usual: Int) -> [Int]? {
    let isCoarse = (1...2).contains(dates[0].style.parts)
    if !isCoarse && usual < 28 * 86_400 { return nil }
    let (day, time) = (dates[0].date.day, dates[0].secondsOfDay)
    let fits =
      dates.allSatisfy { $0.secondsOfDay == time }
      && (dates.allSatisfy { $0.date.day == day } || dates.allSatisfy(\.endsMonth))
    return fits ? dates.map(\.months) : nil
  }
}
