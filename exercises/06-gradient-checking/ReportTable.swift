extension GradientReport {
  /// The report as a table, one line a parameter, no line wider than 78 columns where names have
  /// 9 letters at most.
  ///
  ///     parameter  shape     worst at      analytic      numerical     rel. error
  ///     U          3×12      [2, 7]        1.20351e-02   1.20351e-02   3.1e-10   ok
  public func table(within tolerance: Double = 1e-6) -> String {
    let failing = failures(within: tolerance)
    var lines = [
      row("parameter", "shape", "worst at", "   analytic", "   numerical", "rel. error", "")
    ]
    for parameter in parameters {
      let worst = parameter.worst
      lines.append(
        row(
          parameter.name, parameter.shape, "[\(worst.row), \(worst.column)]",
          scientific(worst.analytic, digits: 5, signed: true),
          " " + scientific(worst.numerical, digits: 5, signed: true),
          scientific(worst.relativeError, digits: 1),
          failing.contains(parameter.name) ? "WRONG" : "ok"))
    }
    return lines.joined(separator: "\n")
  }

  private func row(_ cells: String...) -> String {
    let widths = [11, 8, 11, 14, 15, 12, 5]
    var line = ""
    for (cell, width) in zip(cells, widths) {
      line += cell + String(repeating: " ", count: max(0, width - cell.count))
    }
    while line.last == " " { line.removeLast() }
    return line
  }
}

/// A number in scientific notation, `1.25e-07`, without Foundation.
///
/// - Parameters:
///   - number: any; `nan` and `infinity` are written so.
///   - digits: how many stand after the point, at most 15.
///   - signed: whether a space stands where a minus might.
public func scientific(_ number: Double, digits: Int, signed: Bool = false) -> String {
  let sign = number < 0 ? "-" : signed ? " " : ""
  if number.isNaN { return sign + "nan" }
  if number.isInfinite { return sign + "infinity" }
  if number == 0 { return sign + "0" }
  var (mantissa, exponent) = (abs(number), 0)
  while mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  while mantissa < 1 { (mantissa, exponent) = (mantissa * 10, exponent - 1) }
  var scale: Int64 = 1
  for _ in 0..<digits { scale *= 10 }
  var scaled = Int64((mantissa * Double(scale)).rounded())
  if scaled >= 10 * scale { (scaled, exponent) = (scaled / 10, exponent + 1) }
  let fraction = String(scaled % scale)
  let padding = String(repeating: "0", count: max(0, digits - fraction.count))
  let power = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
  let shown = digits == 0 ? "" : ".\(padding)\(fraction)"
  return "\(sign)\(scaled / scale)\(shown)e\(exponent < 0 ? "-" : "+")\(power)"
}
