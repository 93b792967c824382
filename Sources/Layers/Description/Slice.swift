/// A stretch of an axis, as it is written: places from 0 on, or below 0 from the end.
struct AxisStretch: Equatable, Codable, Sendable {
  let lower: Int
  /// The place after the last; nil for the end of the axis.
  let upper: Int?

  /// - Parameter range: of places from 0 on; or of places below 0, of which 0 as the upper bound is the
  ///   end.
  init(_ range: Range<Int>) {
    lower = range.lowerBound
    upper = range.upperBound == 0 && range.lowerBound < 0 ? nil : range.upperBound
  }

  init(from lower: Int, to upper: Int?) {
    (self.lower, self.upper) = (lower, upper)
  }

  /// What it takes of an axis of so many places, or of any number: where it begins, below 0 from the end,
  /// and how many places it has. Nil where it takes none, or only the length tells.
  func taken(of count: Int?) -> (from: Int, count: Int)? {
    // Longer axes there are none, and sums stay within an Int, whatever a file says.
    let places = -(1 << 24)...1 << 24
    guard places.contains(lower), places.contains(upper ?? 0) else { return nil }
    if let count {
      let first = lower < 0 ? count + lower : lower
      let last = upper.map { $0 < 0 ? count + $0 : $0 } ?? count
      if first < 0 || last > count || first >= last { return nil }
      return (lower < 0 ? lower : first, last - first)
    }
    let last = upper ?? 0
    if lower < 0 ? last > 0 || upper == 0 : last <= 0 { return nil }
    return last > lower ? (lower, last - lower) : nil
  }

  /// As it was written.
  var text: String { upper.map { "\(lower)..<\($0)" } ?? "\(lower)..." }
}

/// A part of a value: some of its time steps, or some of the numbers of each.
enum Slice: Equatable, Codable, Sendable {
  /// One time step, without the axis.
  case step(Int)
  case steps(AxisStretch)
  case features(AxisStretch)

  var isOfFeatures: Bool { if case .features = self { true } else { false } }

  var stretch: AxisStretch {
    switch self {
    case .step(let step): AxisStretch(from: step, to: step == -1 ? nil : step &+ 1)
    case .steps(let stretch), .features(let stretch): stretch
    }
  }

  /// As it is written.
  var text: String {
    switch self {
    case .step(let step): "[step: \(step)]"
    case .steps(let stretch): "[steps: \(stretch.text)]"
    case .features(let stretch): "[features: \(stretch.text)]"
    }
  }
}
