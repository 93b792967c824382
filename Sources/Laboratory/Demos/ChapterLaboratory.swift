/// What readers can try that belongs to one chapter.
package struct ChapterLaboratory: Sendable {
  package let chapter: Int
  /// Its part of the story that `course demo` tells.
  var scenes: [DemoScene] = []
  /// What papers claim, to be seen again when the chapter is done.
  var milestones: [Milestone] = []
  /// The name of its live figure.
  var widget: String?
  /// A listing of the page that its live figure shows too: a file and its region,
  /// `solutions/…/Listing.swift#listing`.
  var listing: String?
}
