import Course
import Foundation
import Tasks

/// The values of chapter 09, "Writing", that are not in chapters/measurements/ as they are.
enum Chapter09Values {
  static func all(in folder: PackageFolder) throws -> PageValues.List {
    let loops = try Chapter09Data(in: folder).loops
    let yardsticks = try ["layers", "chapters"].map {
      try TrainingYardstick.measured($0, in: folder)
    }
    return [drawing, decimals, try packing(in: folder), try widget(in: folder)].reduce(
      into: [
        "loop": loops[0], "looping": loops.count { $0 == loops[0] }, "yardsticks": yardsticks,
      ] as PageValues.List
    ) { $0.merge($1) { $1 } }
  }

  private static var drawing: PageValues.List {
    [
      "cold": 16.0 / 17, "ratio": exp(1), "ratio-squared": exp(2),
      "ten-tenths": (0..<10).reduce(0.0) { sum, _ in sum + 0.1 },
      // With two degrees of freedom chi-squared exceeds x with the probability exp(-x / 2).
      "chi-squared": -2 * log(0.001),
      "temperatures": [0.5, 1, 2].map { temperature in
        let divided = [2.0, 1, 0].map { $0 / temperature }
        let powers = divided.map(exp)
        let sum = powers.reduce(0, +)
        return [temperature] + divided + powers + [sum] + powers.map { $0 / sum }
      },
    ]
  }

  /// `aba`, packed in decimal digits: of four parts n has two, a one and b one.
  private static var decimals: PageValues.List {
    var (low, width, digits) = (0, 10_000, 0)
    var numbers = [low, width]
    for before in [2, 3, 2] {
      let (part, start) = (width / 4, low)
      low += before * part
      numbers += [width, 4, part, start, before, part, low, part]
      width = part
      if low >= 10_000 {
        numbers += [digits, 1, digits + 1]
        (low, digits) = (low - 10_000, digits + 1)
      }
      if width < 1_000 {
        digits = 10 * digits + low / 1_000
        numbers += [low / 1_000, digits]
        (low, width) = (low % 1_000 * 10, 10 * width)
      }
      numbers += [low, width]
    }
    return [
      "decimals": numbers.map { Double($0) }, "decimals-begin": Double(10_000 * digits + low) / 1e5,
      "decimals-exact": 0.5 + 0.25 * 0.75 + 0.25 * 0.25 * 0.5,
    ]
  }

  /// What the file of the last tenth takes, in bits for each of its characters.
  private static func packing(in folder: PackageFolder) throws -> PageValues.List {
    let data = try Chapter09Data(in: folder)
    let (size, units) = (data.logits.count, Chapter08Measurement.hiddenSize)
    let symbols = data.measured.number("pack.symbols")
    let model = data.measured.number("pack.model-bits") / 8
    var values: PageValues.List = [
      "model-numbers": (size + units + 1) * 4 * units + (units + 1) * size,
      "six-back": try Chapter08Data(in: folder).tables[6] / log(2),
      "model-bytes": Int(model.rounded()), "rate.model": 8 * model / symbols,
      "rate.pack": 8 * data.measured.number("pack.bytes") / symbols,
      "pack-error": abs(Int(data.measured.number("pack.bytes")) - Int(model.rounded())),
    ]
    for name in ["gzip", "bzip2", "xz", "bzip2-primed", "xz-primed"] {
      values["rate.\(name)"] = 8 * data.measured.number(name) / symbols
    }
    return values
  }

  // MARK: The live figure

  private static func widget(in folder: PackageFolder) throws -> PageValues.List {
    let model = try WidgetModel.book(in: folder)
    let cell = WidgetCell(model)
    return [
      "widget.units": model.units,
      "widget.weights": model.matrices.reduce(0) { $0 + $1.values.count },
      "widget.cell": WidgetCell.cell, "widget.texts": cell.correlations.count,
      "widget.length": WidgetCell.length, "widget.temperature": WidgetCell.temperature,
      "widget.outside": cell.means[0], "widget.first": cell.means[1],
      "widget.second": cell.means[2], "widget.third": cell.means[3],
      "widget.counter": WidgetCell.counter,
      "widget.counter-correlations": [
        cell.counterCorrelations.min() ?? .nan, cell.counterCorrelations.max() ?? .nan,
      ],
      "widget.correlations": [cell.correlations.min() ?? .nan, cell.correlations.max() ?? .nan],
    ]
  }
}
