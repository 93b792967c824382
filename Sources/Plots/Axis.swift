/// One axis of a chart: what it measures, how it is divided, and which part of it is shown.
public struct Axis: Equatable, Sendable {
  /// How values are spread along the axis.
  public enum Scale: Equatable, Sendable {
    /// Equal differences take equal space.
    case linear
    /// Equal ratios take equal space. Values of zero and below are left out of the chart.
    case logarithmic
  }

  /// What the axis measures, with its unit.
  public var label: String
  /// How values are spread along it.
  public var scale: Scale
  /// The part shown, or nil to fit the data. Lines are cut where they leave it.
  public var range: ClosedRange<Double>?

  /// An axis; by default linear and as long as the data.
  public init(label: String = "", scale: Scale = .linear, range: ClosedRange<Double>? = nil) {
    self.label = label
    self.scale = scale
    self.range = range
  }
}

extension Axis.Scale {
  /// Whether a value has a place on such an axis. Beyond 1e300 differences would overflow.
  func shows(_ value: Double) -> Bool {
    switch self {
    case .linear: value.isFinite && abs(value) <= 1e300
    case .logarithmic: value >= 1e-300 && value <= 1e300
    }
  }
}

extension Axis {
  /// What to do with the ends of an automatic range.
  enum Ends {
    /// The range ends where the data does.
    case exact
    /// The range ends at a round number.
    case rounded
  }

  /// The bounds that the axis shows for the given data.
  func resolved(for data: some Sequence<Double>, ends: Ends) -> ResolvedAxis {
    var lower = Double.infinity
    var upper = -Double.infinity
    for value in data where scale.shows(value) {
      lower = min(lower, value)
      upper = max(upper, value)
    }
    let isEmpty = lower > upper
    if isEmpty { (lower, upper) = scale == .linear ? (0, 1) : (1, 10) }
    let fixedLower = range.flatMap { scale.shows($0.lowerBound) ? $0.lowerBound : nil }
    let fixedUpper = range.flatMap { scale.shows($0.upperBound) ? $0.upperBound : nil }
    lower = fixedLower ?? lower
    upper = fixedUpper ?? upper
    widen(&lower, &upper, keepingUpper: fixedUpper != nil && fixedLower == nil)
    var axis = ResolvedAxis(scale: scale, lower: lower, upper: upper)
    if ends == .rounded {
      let rounded = axis.withRoundedEnds()
      let isFixed = range.map { $0.lowerBound < $0.upperBound } ?? false
      if fixedLower == nil || !isFixed { axis.lower = rounded.lower }
      if fixedUpper == nil || !isFixed { axis.upper = rounded.upper }
    }
    return axis
  }

  /// Gives a range of no length some, so that one value stands in the middle.
  private func widen(_ lower: inout Double, _ upper: inout Double, keepingUpper: Bool) {
    switch scale {
    case .linear:
      guard upper - lower <= 1e-12 * max(abs(lower), abs(upper), 1e-290) else { return }
      let size = max(abs(lower), abs(upper))
      let margin = size < 1e-290 ? 1 : 0.5 * size
      let (oldLower, oldUpper) = (lower, upper)
      lower = max(-1e300, min(oldLower, oldUpper) - margin)
      upper = keepingUpper ? oldUpper : min(1e300, max(oldLower, oldUpper) + margin)
    case .logarithmic:
      guard upper <= lower * (1 + 1e-12) else { return }
      let (oldLower, oldUpper) = (lower, upper)
      lower = max(1e-300, min(oldLower, oldUpper) / 10)
      upper = keepingUpper ? oldUpper : min(1e300, max(oldLower, oldUpper) * 10)
    }
  }
}
