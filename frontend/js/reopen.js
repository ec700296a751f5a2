// A page with problems is the response to a POST, and private pages are in no cache: on the way back to it the browser would
// ask to send the form again. Replacing the history entry makes it a GET; form[data-reopens] marks pages that allow that.
if (document.querySelector("form[data-reopens]")) window.history.replaceState(window.history.state, "", window.location.href);
