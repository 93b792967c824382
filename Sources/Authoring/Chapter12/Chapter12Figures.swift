import Course
import Plots

/// The figures of chapter 12, from what `course dev overfitting` measured.
enum Chapter12Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    let sentences = try Measurements(OverfittingMeasurement.file, in: folder)
    return [
      Figure(name: "12-memory", memory(sentences)),
      Figure(name: "12-methods", methods(sentences)),
      Figure(name: "12-places", places(try Measurements(AddingPlaces.file, in: folder))),
    ]
  }

  private static func memory(_ measured: Measurements) -> LineChart {
    LineChart(
      title: "Forty sentences, with true labels and with shuffled ones",
      description:
        "The accuracy over 100 updates, means of twenty runs. On the forty sentences both "
        + "curves rise together to 1. On other sentences that of the true labels rises to about "
        + "two thirds, and that of the shuffled ones stays at a half.",
      x: Axis(label: "updates"), y: Axis(label: "accuracy", range: 0.4...1),
      series: [("true", 0), ("shuffled", 1)].flatMap { kind, colour in
        [
          Series(name: "\(kind), learnt", values: measured["\(kind) training"], colour: colour),
          Series(
            name: "\(kind), others", values: measured["\(kind) validation"], style: .curve,
            colour: colour + 2),
        ]
      }, labelling: .legend)
  }

  private static func methods(_ measured: Measurements) -> SmallMultiples {
    let shown = [
      ("nothing", "forty, nothing done"), ("decay", "weights that cost"),
      ("output", "dropout before the output"), ("words", "missing words"),
      ("candidate-one", "dropout on the candidate"), ("more", "160 sentences"),
    ]
    return SmallMultiples(
      title: "The loss on what is learnt, and on other sentences",
      description: "Six panels over 300 updates, means of twenty runs. The training loss falls to "
        + "nearly 0 in each but that of weights that cost.",
      panels: shown.map { name, title in
        .lines(
          title, x: Axis(label: "updates"), y: Axis(label: "loss, nats", range: 0...5),
          ["training", "validation"].enumerated().map { colour, part in
            Series(
              name: part,
              points: zip(OverfittingMeasurement.marks, measured["\(name) \(part)"]).map {
                (x: Double($0), y: $1)
              }, style: .curve, colour: colour)
          })
      }, columns: 3)
  }

  private static func places(_ measured: Measurements) -> LineChart {
    LineChart(
      title: "Adding over fifty steps, with dropout of a quarter",
      description: "The error over 2,000 updates, the middle one of three runs, for each place.",
      x: Axis(label: "updates"), y: Axis(label: "error", scale: .logarithmic),
      series: AddingPlaces.all.map { name, _ in
        let runs = (1...AddingPlaces.seeds).map { measured["\(name) \($0)"] }
          .sorted { ($0.last ?? .nan) < ($1.last ?? .nan) }
        return Series(name: name.replacing("-", with: ", "), values: runs[runs.count / 2], by: 100)
      }, labelling: .direct)
  }
}
