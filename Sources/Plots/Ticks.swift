import Foundation

/// A place on an axis that carries a grid line and a label.
struct Tick: Equatable {
  let value: Double
  let label: String
}

/// An axis whose bounds are known: places values on it and divides it.
struct ResolvedAxis: Equatable {
  let scale: Axis.Scale
  var lower: Double
  var upper: Double

  /// Where a value lies, 0 at the lower bound and 1 at the upper; nil if it has no place.
  func fraction(_ value: Double) -> Double? {
    guard scale.shows(value) else { return nil }
    switch scale {
    case .linear: return (value / 2 - lower / 2) / (upper / 2 - lower / 2)
    case .logarithmic: return (log10(value) - log10(lower)) / (log10(upper) - log10(lower))
    }
  }

  /// The bounds moved outwards to round numbers.
  func withRoundedEnds() -> ResolvedAxis {
    var axis = self
    switch scale {
    case .linear:
      let step = Self.niceStep(spanning: upper / 5 - lower / 5)
      let first = (lower / step + 1e-9).rounded(.down)
      let last = (upper / step - 1e-9).rounded(.up)
      guard abs(first) < 1e15, abs(last) < 1e15 else { return self }
      axis.lower = Self.multiple(first, of: step)
      axis.upper = Self.multiple(last, of: step)
    case .logarithmic:
      let wide = upper / lower >= 30
      axis.lower = Self.roundPower(lower, wide ? [1] : [1, 2, 5], .down)
      axis.upper = Self.roundPower(upper, wide ? [1] : [1, 2, 5], .up)
    }
    return axis.upper > axis.lower ? axis : self
  }

  /// At most `count` labelled ticks, at least two where numbers allow it.
  func ticks(atMost count: Int) -> [Tick] {
    switch scale {
    case .linear: linearTicks(atMost: max(2, count))
    case .logarithmic: logarithmicTicks(atMost: max(2, count))
    }
  }

  /// Unlabelled places between the decades of a logarithmic axis that is short enough for them.
  var minorTicks: [Double] {
    guard scale == .logarithmic, upper / lower <= 1.001e4 else { return [] }
    let first = NumberText.exponent(of: lower)
    let last = NumberText.exponent(of: upper)
    return (first...last).flatMap { exponent in
      (2...9).map { Double($0) * NumberText.powerOfTen(exponent) }
    }.filter { $0 > lower && $0 < upper }
  }

  // MARK: - Linear

  private func linearTicks(atMost count: Int) -> [Tick] {
    var step = Self.niceStep(spanning: upper / Double(count) - lower / Double(count))
    for _ in 0..<4 {
      let first = (lower / step - 1e-9).rounded(.up)
      let last = (upper / step + 1e-9).rounded(.down)
      // So far from zero, with so small a span, neighbouring ticks are not different numbers.
      guard abs(first) < 1e15, abs(last) < 1e15 else { break }
      if last < first { break }
      if last - first + 1 <= Double(count) {
        let values = stride(from: first, through: last, by: 1).map { Self.multiple($0, of: step) }
        return Self.labelled(values, step: step)
      }
      step = Self.niceStep(spanning: step * 1.5)
    }
    return [lower, upper].map { Tick(value: $0, label: NumberText.compact($0, significant: 6)) }
  }

  private static func labelled(_ values: [Double], step: Double) -> [Tick] {
    let largest = values.map { abs($0) }.max() ?? 0
    let digits = -NumberText.exponent(of: step)
    if largest >= 1e6 || digits > 5 {
      let significant = largest > 0 ? NumberText.exponent(of: largest) + digits + 1 : 3
      return values.map {
        Tick(value: $0, label: NumberText.compact($0, significant: max(2, min(9, significant))))
      }
    }
    return values.map {
      Tick(value: $0, label: $0 == 0 ? "0" : NumberText.fixed($0, decimals: max(0, digits)))
    }
  }

  /// The smallest of 1, 2 and 5 times a power of ten that is no shorter than `length`.
  static func niceStep(spanning length: Double) -> Double {
    guard length > 1e-300 else { return 1e-300 }
    return roundPower(length * (1 - 1e-9), [1, 2, 5], .up)
  }

  /// `count` steps; divided by the inverse where that is a whole number, so that 3 × 0.1 is 0.3.
  private static func multiple(_ count: Double, of step: Double) -> Double {
    let inverse = (1 / step).rounded()
    return step < 1 && inverse < 1e15 && abs(inverse * step - 1) < 1e-9
      ? count / inverse : count * step
  }

  // MARK: - Logarithmic

  private func logarithmicTicks(atMost count: Int) -> [Tick] {
    let first = NumberText.exponent(of: lower * (1 - 1e-12))
    let last = NumberText.exponent(of: upper * (1 + 1e-12))
    let decades = (first...last).filter { isInside(NumberText.powerOfTen($0)) }
    guard decades.count >= 2 else { return ticksWithinADecade(first...last, atMost: count) }
    let stride =
      [1, 2, 3, 4, 5, 10, 20, 30, 50, 100, 200].first { stride in
        decades.filter { $0 % stride == 0 }.count <= count
      } ?? 400
    var chosen = decades.filter { $0 % stride == 0 }
    if chosen.count < 2 { chosen = [decades[0], decades[decades.count - 1]] }
    // Short axes read better in plain numbers, long ones in powers.
    let plain = chosen.allSatisfy { $0 >= -3 && $0 <= 4 }
    return chosen.map { exponent in
      let value = NumberText.powerOfTen(exponent)
      let label =
        plain || exponent == 0 || exponent == 1
        ? NumberText.compact(value) : NumberText.power(exponent)
      return Tick(value: value, label: label)
    }
  }

  private func ticksWithinADecade(_ exponents: ClosedRange<Int>, atMost count: Int) -> [Tick] {
    let values = exponents.flatMap { exponent in
      [1, 2, 5].map { $0 * NumberText.powerOfTen(exponent) }
    }.filter { isInside($0) }
    guard values.count >= 2 else {
      return ResolvedAxis(scale: .linear, lower: lower, upper: upper).ticks(atMost: count)
    }
    return values.suffix(count).map { Tick(value: $0, label: NumberText.compact($0)) }
  }

  private func isInside(_ value: Double) -> Bool {
    value >= lower * (1 - 1e-9) && value <= upper * (1 + 1e-9)
  }

  /// The nearest of the given multiples of a power of ten, at or below or at or above a value.
  private static func roundPower(
    _ value: Double, _ multiples: [Double], _ rule: FloatingPointRoundingRule
  ) -> Double {
    let exponent = NumberText.exponent(of: value)
    let candidates = [exponent, exponent + 1].flatMap { exponent in
      multiples.map { $0 * NumberText.powerOfTen(exponent) }
    }
    let slack = value * 1e-9
    return rule == .down
      ? candidates.last { $0 <= value + slack } ?? value
      : candidates.first { $0 >= value - slack } ?? value
  }
}
