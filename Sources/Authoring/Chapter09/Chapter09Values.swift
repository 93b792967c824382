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
    return [drawing, try widget(in: folder)].reduce(
      into: [
        "loop": loops[0], "looping": loops.count { $0 == loops[0] }, "yardsticks": yardsticks,
      ] as PageValues.List
    ) { $0.merge($1) { $1 } }
  }

  private static var drawing: PageValues.List {
    [
      "ratio": exp(1), "ratio-squared": exp(2),
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

  // MARK: The live figure

  private static func widget(in folder: PackageFolder) throws -> PageValues.List {
    guard let file = try folder.contents(WidgetModel.path), let model = WidgetModel(file: file)
    else {
      throw UserError("\(WidgetModel.path) cannot be read; write it: course dev widget-model")
    }
    let cell = WidgetCell(model)
    return [
      "widget.units": model.units,
      "widget.weights": model.matrices.reduce(0) { $0 + $1.values.count },
      "widget.cell": WidgetCell.cell, "widget.texts": cell.correlations.count,
      "widget.length": WidgetCell.length, "widget.temperature": WidgetCell.temperature,
      "widget.outside": cell.means[0], "widget.first": cell.means[1],
      "widget.second": cell.means[2], "widget.third": cell.means[3],
      "widget.correlations": [cell.correlations.min() ?? .nan, cell.correlations.max() ?? .nan],
    ]
  }
}
