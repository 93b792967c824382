import Course
import LinearAlgebra
import Plots
import WordVectors

/// The figures of chapter 11, "Words as vectors".
enum Chapter11Figures {
  static func all(in folder: PackageFolder) throws -> [Figure] {
    [
      Figure(name: "11-map", map),
      Figure(name: "11-needs", needs(try Measurements("11-farm", in: folder))),
    ]
  }

  private static var map: PointMap {
    let places = wordMap(SkipGramLesson.farmVectors(seed: 1))
    // A direction has no sign: the young stand above.
    let (dog, puppy) = (Farm.symbol(of: "dog") ?? 0, Farm.symbol(of: "puppy") ?? 0)
    let up = places[puppy, 1] > places[dog, 1] ? 1.0 : -1
    return PointMap(
      title: "A map of the farm's words",
      description: "Points in a plane, coloured by class: places on the right, foods on the left, "
        + "the young and theirs above, the grown and theirs below.",
      groups: [WordClass.animal, .verb, .place, .food, .quality, .thing].map { kind in
        let words = Farm.words.indices.filter { Farm.classes[$0] == kind }
        return (
          kind.rawValue, words.map { (Farm.words[$0], places[$0, 0], up * places[$0, 1]) }
        )
      },
      first: [
        "puppy", "dog", "kitten", "cat", "milk", "water", "ball", "bell", "plays", "works", "meat",
      ])
  }

  /// What the classes need, and what the analogies.
  private static func needs(_ farm: Measurements) -> SmallMultiples {
    func panel(_ label: String, _ points: [(Double, String)]) -> Chart {
      let names = ["in the class", "analogies", "without the base"]
      let series = names.enumerated().map { index, name in
        Series(name: name, points: points.map { (x: $0.0, y: farm[$0.1][3 * index]) })
      }
      return .lines(
        label, x: Axis(label: label, scale: .logarithmic),
        y: Axis(label: "per cent", range: 0...100), series, labelling: .legend)
    }
    func measured(_ values: [Int], _ name: String) -> [(Double, String)] {
      values.map { (Double($0), "\(name)-\($0)") }
    }
    return SmallMultiples(
      title: "Classes come cheap, analogies do not",
      description: "Two panels, in per cent: most neighbours are of the class from four numbers a "
        + "word and 3,000 words on; analogies are found from twelve numbers and 10,000 words on.",
      panels: [
        panel(
          "numbers a word",
          measured([2, 4, 8, 12], "size") + [(16, "skip-gram"), (32, "size-32")]),
        panel(
          "words of text",
          measured([1_000, 3_000, 10_000], "text") + [(30_000, "skip-gram")]),
      ], columns: 2)
  }
}
