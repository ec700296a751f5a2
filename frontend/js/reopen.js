// A page with problems is the answer to a form that was sent, and private pages lie in no cache: going back to it, the
// browser would ask to send the form again. Where the address shows the same when it is simply opened, it is made to.
if (document.querySelector("form[data-reopens]")) window.history.replaceState(window.history.state, "", window.location.href);
